package io.gridclear.ops.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which schema registry a command talks to. */
final class RegistryAccess {

    @Option(
            names = "--registry",
            paramLabel = "URL[,...]",
            defaultValue = "${env:GRIDCLEAR_REGISTRY}",
            description = "Schema registry, Confluent's API (default: environment GRIDCLEAR_REGISTRY).")
    private @Nullable String registry;

    /**
     * Addresses of the one registry.
     *
     * @throws CommandFailure when none is named, or it is no address
     */
    List<String> urls() {
        if (registry == null || registry.isBlank()) {
            throw CommandFailure.usage("no registry named; give --registry URL or set GRIDCLEAR_REGISTRY");
        }
        List<String> urls = Arrays.asList(registry.split(","));
        urls.forEach(RegistryAccess::check);
        return urls;
    }

    private static void check(String url) {
        try {
            URI uri = new URI(url);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            // told below, together with what is not a web address
        }
        throw CommandFailure.usage("--registry " + url + " is not a URL such as http://127.0.0.1:8081");
    }
}
