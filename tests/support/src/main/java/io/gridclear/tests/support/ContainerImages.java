package io.gridclear.tests.support;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * Names of the images, and whether they can be had. Official ones by default, which Testcontainers pulls; the system
 * properties name others, built locally by {@code ops/containers/images} where no image registry is reached.
 */
final class ContainerImages {
    private static final String OFFICIAL_KAFKA = "apache/kafka";
    private static final String OFFICIAL_REGISTRY = "apicurio/apicurio-registry";

    /** Images under this prefix exist on this machine only. */
    private static final String BUILT_HERE = "local/";

    private ContainerImages() {}

    static DockerImageName kafka() {
        return DockerImageName.parse(System.getProperty("gridclear.image.kafka", OFFICIAL_KAFKA + ":4.3.1"))
                .asCompatibleSubstituteFor(OFFICIAL_KAFKA);
    }

    static DockerImageName registry() {
        return DockerImageName.parse(System.getProperty("gridclear.image.registry", OFFICIAL_REGISTRY + ":3.0.9"))
                .asCompatibleSubstituteFor(OFFICIAL_REGISTRY);
    }

    /** Why containers cannot be started: no engine, or an image that was to be built here and was not. */
    static Optional<String> missing() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("no Docker engine answers (ops/containers/engine up starts one)");
        }
        DockerClient docker = DockerClientFactory.lazyClient();
        return missing(docker, kafka()).or(() -> missing(docker, registry()));
    }

    private static Optional<String> missing(DockerClient docker, DockerImageName image) {
        if (!image.asCanonicalNameString().startsWith(BUILT_HERE)) {
            return Optional.empty();
        }
        try {
            docker.inspectImageCmd(image.asCanonicalNameString()).exec();
            return Optional.empty();
        } catch (NotFoundException e) {
            return Optional.of(
                    "image " + image.asCanonicalNameString() + " is not built (ops/containers/images builds it)");
        }
    }
}
