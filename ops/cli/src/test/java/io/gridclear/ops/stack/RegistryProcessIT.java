package io.gridclear.ops.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.RegistryRetries;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.registry.SchemaRegistrar;
import io.gridclear.schemas.serde.ContractSerdes;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryProcessIT {

    /** Stands in for a registry that cannot start. */
    public static final class EndsAtOnce {
        private EndsAtOnce() {}

        public static void main(String[] args) {
            System.out.println("the port is taken");
            System.exit(7);
        }
    }

    /** Stands in for a registry that runs. */
    public static final class RunsForEver {
        private RunsForEver() {}

        public static void main(String[] args) throws InterruptedException {
            Thread.currentThread().join();
        }
    }

    @Test
    void aRegistryThatGoesAwayIsUnavailableAndTakesNoRecordWithIt() {
        RegistryProcess registry = RegistryProcess.start(RegistryOptions.TEMPORARY);
        try (SchemaRegistrar registrar = new SchemaRegistrar(registry.url());
                RegistrySchemaLookup lookup = new RegistrySchemaLookup(
                        List.of(registry.url()), Map.of(), new RegistryRetries(2, Duration.ofMillis(1)))) {
            registrar.register(TopicCatalogue.BIDS.subject(), TopicCatalogue.BIDS.schema());
            int id = lookup.idOf(TopicCatalogue.BIDS.subject(), TopicCatalogue.BIDS.schema());
            byte[] bytes = {0, 0, 0, 0, (byte) (id + 1), 0};

            registry.close();

            assertThat(ProcessHandle.of(registry.pid()).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThatThrownBy(() -> lookup.idOf(TopicCatalogue.TRADES.subject(), TopicCatalogue.TRADES.schema()))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining(registry.url());
            assertThatThrownBy(() -> new ContractSerdes(lookup)
                            .deserializer(TopicCatalogue.BIDS)
                            .deserialize("", bytes))
                    .isInstanceOf(RegistryUnavailableException.class);
        } finally {
            registry.close();
        }
    }

    @Test
    void aRegistryThatCannotStartSaysItsLastWords(@TempDir Path directory) throws Exception {
        writeRunner(directory, EndsAtOnce.class);

        assertThatThrownBy(() -> RegistryProcess.start(RegistryHome.in(directory), RegistryOptions.TEMPORARY))
                .isInstanceOf(StackStartException.class)
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("the port is taken");
    }

    @Test
    void filesThatAreMissingAreNamedWithTheRemedy(@TempDir Path directory) {
        assertThatThrownBy(() -> RegistryHome.in(directory))
                .isInstanceOf(StackStartException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("mvn -pl ops/cli -am package")
                .hasMessageContaining(RegistryHome.PROPERTY);
        assertThatThrownBy(() -> RegistryHome.in(directory.resolve("nowhere"))).isInstanceOf(StackStartException.class);
    }

    @Test
    void theProcessEndsWithItsParent() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistryGuard.class.getName(),
                        RunsForEver.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(child.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();

            // what the child sees when this process is gone, however it went
            child.getOutputStream().close();

            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }

    private static void writeRunner(Path directory, Class<?> main) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        String entry = main.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(directory.resolve("fake-runner.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest);
                InputStream bytes = main.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new JarEntry(entry));
            bytes.transferTo(jar);
        }
    }
}
