package io.gridclear.ops.cli;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.rpc.CometChain;
import io.gridclear.ops.committee.ChainIdLookup;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which nodes of the ledger a command talks to. */
final class ChainAccess {

    /** One node's answer; a node that is there answers in milliseconds. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    @Option(
            names = "--node",
            paramLabel = "URL[,...]",
            defaultValue = "${env:GRIDCLEAR_NODE}",
            description = "RPC of a CometBFT node of the ledger, and of others to ask while it fails "
                    + "(default: environment GRIDCLEAR_NODE).")
    private @Nullable String node;

    /** Whether a node is named. */
    boolean isNamed() {
        return node != null && !node.isBlank();
    }

    /**
     * Addresses of nodes.
     *
     * @throws CommandFailure when none is named, or one is no address
     */
    List<URI> nodes() {
        if (node == null || node.isBlank()) {
            throw CommandFailure.usage("no node named; give --node URL or set GRIDCLEAR_NODE");
        }
        List<URI> nodes = new ArrayList<>();
        for (String url : node.split(",")) {
            nodes.add(address(url.strip()));
        }
        return nodes;
    }

    private static URI address(String url) {
        try {
            URI uri = new URI(url);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() != -1) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below, together with what is not a web address
        }
        throw CommandFailure.usage("--node " + url + " is not a URL such as http://127.0.0.1:26657");
    }

    /**
     * The chain of these nodes.
     *
     * @throws CommandFailure when none of them answers
     */
    Chain open() {
        List<URI> nodes = nodes();
        try {
            return new CometChain(ChainIdLookup.of(nodes), nodes, ANSWER_TIMEOUT);
        } catch (ChainUnavailableException e) {
            throw unavailable(e);
        }
    }

    /** A chain that does not answer, in a line. */
    static CommandFailure unavailable(ChainUnavailableException cause) {
        return CommandFailure.environment("the ledger does not answer: " + cause.getMessage(), cause);
    }
}
