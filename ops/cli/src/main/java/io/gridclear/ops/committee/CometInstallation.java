package io.gridclear.ops.committee;

import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.EngineAbsentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds CometBFT, or has the project's own script build it. */
public final class CometInstallation {

    /** System property: the directory of the scripts, which the start script knows. */
    public static final String SCRIPTS = "gridclear.scripts";

    private final Map<String, String> environment;
    private final @Nullable Path script;

    /**
     * An installation.
     *
     * @param environment of this process
     * @param script builds and keeps the binary, or null where there is none
     */
    CometInstallation(Map<String, String> environment, @Nullable Path script) {
        this.environment = environment;
        this.script = script;
    }

    /** That of this process. */
    public static CometInstallation ofProcess() {
        String scripts = System.getProperty(SCRIPTS);
        return new CometInstallation(System.getenv(), scripts == null ? null : Path.of(scripts, "cometbft"));
    }

    /**
     * The binary.
     *
     * @throws EngineAbsentException if there is none; the message says what to do
     */
    public CometBinary find() throws EngineAbsentException {
        return CometBinary.find(environment);
    }

    /**
     * The binary, built if it is not there.
     *
     * @param show takes lines about the progress
     * @throws EngineAbsentException if there is none and it cannot be built; the message says what to install
     * @throws IOException if the script cannot be run
     */
    public CometBinary findOrInstall(Consumer<String> show)
            throws EngineAbsentException, IOException, InterruptedException {
        try {
            return find();
        } catch (EngineAbsentException e) {
            if (script == null || !Files.isExecutable(script)) {
                throw e;
            }
        }
        show.accept("CometBFT " + CometBinary.VERSION + " is not there yet; " + script + " builds it, once");
        Process process = new ProcessBuilder(script.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                show.accept(line);
                said.append(said.isEmpty() ? "" : " ").append(line.strip());
            }
        }
        if (process.waitFor() != 0) {
            throw new EngineAbsentException(said.toString());
        }
        return find();
    }
}
