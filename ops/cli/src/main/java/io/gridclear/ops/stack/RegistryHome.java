package io.gridclear.ops.stack;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * The files of Apicurio Registry, as the build has unpacked them.
 *
 * @param runner    the jar to run; its manifest lists the libraries
 * @param mainClass the class to run in it
 */
record RegistryHome(Path runner, String mainClass) {

    /** Names the directory; unset, it is {@code registry} in the build directory that this class comes from. */
    static final String PROPERTY = "gridclear.registry.home";

    private static final String RUNNER = "*-runner.jar";

    /**
     * Finds the registry.
     *
     * @throws StackStartException if it is not where it should be
     */
    static RegistryHome find() {
        String named = System.getProperty(PROPERTY);
        return in(named != null ? Path.of(named) : besideThisCode());
    }

    static RegistryHome in(Path directory) {
        try (DirectoryStream<Path> runners = Files.newDirectoryStream(directory, RUNNER)) {
            for (Path runner : runners) {
                return new RegistryHome(runner.toAbsolutePath(), mainClassOf(runner));
            }
        } catch (IOException e) {
            throw missing(directory, e.toString());
        }
        throw missing(directory, "there is no " + RUNNER + " in it");
    }

    private static Path besideThisCode() {
        try {
            Path code = Path.of(RegistryHome.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolveSibling("registry");
        } catch (URISyntaxException e) {
            throw new StackStartException("cannot tell where this program's files are; set -D" + PROPERTY, e);
        }
    }

    private static String mainClassOf(Path runner) throws IOException {
        try (JarFile jar = new JarFile(runner.toFile())) {
            String mainClass = jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            if (mainClass == null) {
                throw new IOException(runner + " names no main class");
            }
            return mainClass;
        }
    }

    private static StackStartException missing(Path directory, String why) {
        return new StackStartException("the schema registry's files are not in " + directory + " (" + why
                + "); build them with: mvn -pl ops/cli -am package, or name their directory with -D" + PROPERTY);
    }
}
