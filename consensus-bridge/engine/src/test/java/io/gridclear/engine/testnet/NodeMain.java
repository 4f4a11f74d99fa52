package io.gridclear.engine.testnet;

import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.CometHome;
import io.gridclear.engine.process.CometNode;
import io.gridclear.engine.process.Replica;
import io.gridclear.engine.store.RocksDbStore;
import io.gridclear.ledger.LedgerApplication;
import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.ledger.store.LedgerStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One node in a JVM of its own: HOME APPLICATION [POINT HEIGHT], the last two for {@link DyingApplication}. */
public final class NodeMain {

    /** What a node can run. */
    public enum Application {
        /** {@link KeyValueApplication}. */
        KEY_VALUE {
            @Override
            ReplicatedApplication open(LedgerStore store) {
                return new KeyValueApplication(store);
            }
        },
        /** The ledger. */
        LEDGER {
            @Override
            ReplicatedApplication open(LedgerStore store) {
                return new LedgerApplication(store, JdkSigner.VERIFIER);
            }
        };

        abstract ReplicatedApplication open(LedgerStore store);
    }

    private NodeMain() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Replica.Source source = () -> {
            RocksDbStore store = RocksDbStore.open(home.resolve("state"));
            ReplicatedApplication application =
                    Application.valueOf(arguments[1]).open(store);
            return new OpenReplica(arguments.length == 2 ? application : dying(application, arguments), store);
        };
        EventFile events = EventFile.in(home);
        try (CometNode node =
                CometNode.start(CometBinary.find(System.getenv()), new CometHome(home), source, events::append)) {
            Optional<Throwable> broken = node.awaitEnd(Duration.ofDays(1));
            System.exit(broken.isPresent() ? 3 : 0);
        }
    }

    private static ReplicatedApplication dying(ReplicatedApplication application, String[] arguments) {
        return new DyingApplication(
                application, DyingApplication.Point.valueOf(arguments[2]), Long.parseLong(arguments[3]));
    }

    private record OpenReplica(ReplicatedApplication application, RocksDbStore store) implements Replica {
        @Override
        public void close() {
            store.close();
        }
    }
}
