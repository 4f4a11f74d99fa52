package io.gridclear.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CometBinaryTest {
    private static final String RIGHT = "echo " + CometBinary.VERSION;

    @TempDir
    Path root;

    @Test
    void theSettingComesFirstAndAlone() throws Exception {
        Path named = FakeEngine.write(root.resolve("named/engine"), RIGHT).path();
        Path onPath = FakeEngine.write(root.resolve("bin/cometbft"), RIGHT).path();
        Map<String, String> both = Map.of(
                CometBinary.SETTING,
                named.toString(),
                "PATH",
                onPath.getParent().toString());
        assertThat(CometBinary.find(both).path()).isEqualTo(named);

        FakeEngine.write(named, "echo 1.0.0");
        assertThatThrownBy(() -> CometBinary.find(both))
                .isInstanceOf(EngineAbsentException.class)
                .hasMessageContaining("is version '1.0.0'")
                .hasMessageContaining("ops/cometbft");
    }

    @Test
    void anotherVersionOnThePathIsPassedOver() throws Exception {
        FakeEngine.write(root.resolve("old/cometbft"), "echo 0.38.1");
        Path right = FakeEngine.write(root.resolve("new/cometbft"), "echo v0.39.4+0123abc")
                .path();
        String path = root.resolve("old") + ":" + root.resolve("nowhere") + ":" + root.resolve("new");
        assertThat(CometBinary.find(Map.of("PATH", path)).path()).isEqualTo(right);
    }

    @Test
    void theDirectoryOfOpsCometbftComesLast() throws Exception {
        Path right = root.resolve("tools/cometbft-" + CometBinary.VERSION + "/cometbft");
        FakeEngine.write(right, RIGHT);
        assertThat(CometBinary.find(
                                Map.of("GRIDCLEAR_TOOLS", root.resolve("tools").toString()))
                        .path())
                .isEqualTo(right);
        Path cached = root.resolve("cache/gridclear/tools/cometbft-" + CometBinary.VERSION + "/cometbft");
        FakeEngine.write(cached, RIGHT);
        assertThat(CometBinary.find(
                                Map.of("XDG_CACHE_HOME", root.resolve("cache").toString()))
                        .path())
                .isEqualTo(cached);
    }

    @Test
    void whereThereIsNoneItSaysWhatToDo() {
        assertThatThrownBy(() -> CometBinary.find(Map.of("PATH", "", "HOME", root.toString())))
                .isInstanceOf(EngineAbsentException.class)
                .hasMessageContaining("no executable file")
                .hasMessageContaining("ops/cometbft installs it");
    }

    @Test
    void theInstallerInstallsTheSameVersion() throws IOException {
        Path project = Path.of("").toAbsolutePath();
        while (!Files.exists(project.resolve("ops/cometbft"))) {
            project = project.getParent();
        }
        assertThat(project.resolve("ops/cometbft"))
                .content()
                .contains("readonly VERSION=" + CometBinary.VERSION + "\n");
    }
}
