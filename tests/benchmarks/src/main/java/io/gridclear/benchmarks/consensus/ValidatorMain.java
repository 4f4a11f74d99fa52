package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.CometHome;
import io.gridclear.engine.process.CometNode;
import io.gridclear.engine.process.Replica;
import io.gridclear.engine.store.RocksDbStore;
import io.gridclear.ledger.LedgerApplication;
import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.schemas.signing.Ed25519Verifier;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import java.io.IOException;
import java.nio.file.Path;

/** One validator, the ledger and its engine, in a process of its own until its input ends. Argument: its home. */
final class ValidatorMain {

    private record OpenReplica(ReplicatedApplication application, RocksDbStore store) implements Replica {
        @Override
        public void close() {
            store.close();
        }
    }

    private ValidatorMain() {}

    public static void main(String[] args) throws IOException {
        Path home = Path.of(args[0]);
        Ed25519Verifier verifier = Ed25519Verifiers.best();
        Replica.Source source = () -> {
            RocksDbStore store = RocksDbStore.open(home.resolve("state"));
            return new OpenReplica(new LedgerApplication(store, verifier::verify), store);
        };
        try (CometNode node =
                CometNode.start(new CometBinary(Path.of(args[1])), new CometHome(home), source, events -> {})) {
            while (System.in.read() >= 0 && !node.hasEnded()) {
                continue; // nothing is said to it: the end of its input is all that counts
            }
        }
    }
}
