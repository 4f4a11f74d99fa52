package io.gridclear.tests.support;

import java.util.Arrays;
import java.util.Optional;

/** Where the tests' cluster runs, chosen by the system property {@value #PROPERTY}. */
public enum ClusterKind {
    /** Broker and registry as child processes, from Maven artifacts. */
    EMBEDDED("embedded", 1) {
        @Override
        public TestCluster start() {
            return EmbeddedCluster.start();
        }

        @Override
        Optional<String> missing() {
            return Optional.empty();
        }
    },
    /** One broker and the registry in containers. */
    CONTAINERS("containers", 1) {
        @Override
        public TestCluster start() {
            return ContainerCluster.start(brokerCount());
        }

        @Override
        Optional<String> missing() {
            return ContainerImages.missing();
        }
    },
    /** Three brokers, replication 3, two in sync, and the registry in containers. */
    CONTAINERS_3("containers-3", 3) {
        @Override
        public TestCluster start() {
            return ContainerCluster.start(brokerCount());
        }

        @Override
        Optional<String> missing() {
            return ContainerImages.missing();
        }
    };

    /** {@code embedded} (the default), {@code containers} or {@code containers-3}. */
    public static final String PROPERTY = "gridclear.cluster";

    private final String code;
    private final int brokerCount;

    ClusterKind(String code, int brokerCount) {
        this.code = code;
        this.brokerCount = brokerCount;
    }

    /** The kind that the system property names. */
    public static ClusterKind configured() {
        return of(System.getProperty(PROPERTY, EMBEDDED.code));
    }

    static ClusterKind of(String named) {
        return Arrays.stream(values())
                .filter(kind -> kind.code.equals(named))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(PROPERTY + " must be one of "
                        + Arrays.stream(values()).map(kind -> kind.code).toList() + ", not " + named));
    }

    /** Number of brokers that a cluster of this kind has. */
    int brokerCount() {
        return brokerCount;
    }

    /** Starts a cluster of this kind; the caller closes it. */
    public abstract TestCluster start();

    /** Why no cluster of this kind can be had on this machine; empty if nothing is known to be in the way. */
    abstract Optional<String> missing();
}
