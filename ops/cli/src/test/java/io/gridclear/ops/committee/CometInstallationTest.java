package io.gridclear.ops.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.EngineAbsentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CometInstallationTest {

    @TempDir
    private Path folder;

    private final List<String> shown = new ArrayList<>();

    private Map<String, String> environment() {
        return Map.of("PATH", folder.resolve("nothing").toString(), "GRIDCLEAR_TOOLS", folder.toString());
    }

    private Path script(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path binary() throws IOException {
        return script("cometbft-" + CometBinary.VERSION + "/cometbft", "echo " + CometBinary.VERSION);
    }

    @Test
    void whatIsThereIsNotBuilt() throws Exception {
        Path binary = binary();

        CometBinary found = new CometInstallation(environment(), script("build", "exit 9")).findOrInstall(shown::add);

        assertThat(found.path()).isEqualTo(binary);
        assertThat(shown).isEmpty();
    }

    @Test
    void whatIsNotThereIsBuiltAndTheProgressShown() throws Exception {
        Path built = folder.resolve("cometbft-" + CometBinary.VERSION + "/cometbft");
        Path script = script(
                "build",
                "echo building >&2\nmkdir -p '" + built.getParent() + "'\nprintf '#!/bin/sh\\necho "
                        + CometBinary.VERSION + "\\n' >'" + built + "'\nchmod +x '" + built + "'\necho path");

        CometBinary found = new CometInstallation(environment(), script).findOrInstall(shown::add);

        assertThat(found.path()).isEqualTo(built);
        assertThat(shown).hasSize(2).last().isEqualTo("building");
    }

    @Test
    void withoutGoItSaysWhatToInstall() throws Exception {
        Path script = script("build", "echo 'cometbft: Go 1.25 or newer is needed' >&2\nexit 3");

        assertThatThrownBy(() -> new CometInstallation(environment(), script).findOrInstall(shown::add))
                .isInstanceOf(EngineAbsentException.class)
                .hasMessageContaining("Go 1.25 or newer is needed");
    }

    @Test
    void withoutTheScriptItSaysWhereItHasLooked() {
        assertThatThrownBy(() -> new CometInstallation(environment(), null).findOrInstall(shown::add))
                .isInstanceOf(EngineAbsentException.class)
                .hasMessageContaining("ops/cometbft installs it");
    }
}
