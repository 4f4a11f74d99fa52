package io.gridclear.engine.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The engine's binary, in the one version whose wire format and hashes this project knows.
 *
 * @param path an executable file
 */
public record CometBinary(Path path) {

    /** The version; {@code ops/cometbft} installs the same. */
    public static final String VERSION = "0.39.4";

    /** Environment variable that names a binary; then no other is looked for. */
    public static final String SETTING = "GRIDCLEAR_COMETBFT";

    /** It only prints a line; on a machine that swaps that may take a while. */
    private static final long VERSION_SECONDS = 20;

    private static final int MOST_VERSION_BYTES = 200;

    /** Released binaries add the commit. */
    private static final Pattern RIGHT_VERSION = Pattern.compile("v?" + Pattern.quote(VERSION) + "(\\+[0-9a-f]+)?");

    /**
     * Finds the binary: the one that {@value #SETTING} names, or the first of the right version on the PATH and in the
     * directory of {@code ops/cometbft}.
     *
     * @param environment this process's environment
     * @throws EngineAbsentException if there is none
     */
    public static CometBinary find(Map<String, String> environment) throws EngineAbsentException {
        List<String> refused = new ArrayList<>();
        for (Path candidate : candidates(environment)) {
            String why = whyNot(candidate);
            if (why.isEmpty()) {
                return new CometBinary(candidate);
            }
            refused.add(candidate + ": " + why);
        }
        throw new EngineAbsentException("no CometBFT " + VERSION + " (" + String.join("; ", refused)
                + "); ops/cometbft installs it, or name one in " + SETTING);
    }

    private static List<Path> candidates(Map<String, String> environment) {
        String setting = environment.getOrDefault(SETTING, "");
        if (!setting.isBlank()) {
            return List.of(Path.of(setting));
        }
        List<Path> candidates = new ArrayList<>();
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(directory.isEmpty() ? "." : directory, "cometbft");
            if (Files.isExecutable(candidate)) {
                candidates.add(candidate);
            }
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (cache.isEmpty() && environment.containsKey("HOME")) {
            cache = environment.get("HOME") + "/.cache";
        }
        String tools = environment.getOrDefault("GRIDCLEAR_TOOLS", cache.isEmpty() ? "" : cache + "/gridclear/tools");
        if (!tools.isEmpty()) {
            candidates.add(Path.of(tools, "cometbft-" + VERSION, "cometbft"));
        }
        return candidates;
    }

    /** Why it is not the binary; empty if it is. */
    private static String whyNot(Path candidate) {
        if (!Files.isExecutable(candidate)) {
            return "no executable file";
        }
        try {
            Process process = new ProcessBuilder(candidate.toString(), "version")
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            String version =
                    new String(process.getInputStream().readNBytes(MOST_VERSION_BYTES), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "does not say its version";
            }
            return RIGHT_VERSION.matcher(version).matches() ? "" : "is version '" + version + "'";
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
