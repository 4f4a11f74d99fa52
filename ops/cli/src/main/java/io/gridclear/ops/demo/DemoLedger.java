package io.gridclear.ops.demo;

import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.embedded.EmbeddedChainListener;
import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.Endpoint;
import io.gridclear.engine.process.EngineAbsentException;
import io.gridclear.engine.process.NodeAddresses;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ops.committee.CometFounding;
import io.gridclear.ops.committee.CometInstallation;
import io.gridclear.ops.committee.CometNetwork;
import io.gridclear.ops.committee.CommitteePlan;
import io.gridclear.ops.committee.EmbeddedFounding;
import io.gridclear.ops.committee.EmbeddedNetwork;
import io.gridclear.ops.committee.EngineKind;
import io.gridclear.ops.committee.FoundingTerms;
import io.gridclear.ops.stack.LoopbackPorts;
import io.gridclear.ops.stack.TemporaryDirectory;
import io.gridclear.schemas.avro.UsagePoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Founds and starts the ledger of a demonstration. Nothing of it is kept. */
final class DemoLedger implements AutoCloseable {

    private static final String CHAIN = "gridclear-demo";

    /** A candidate that stands by, so that a banned agent's seat is filled; real nodes are too dear for that here. */
    private static final int EMBEDDED_SPARES = 1;

    private final DemoSettings settings;
    private final @Nullable CometBinary binary;
    private final TemporaryDirectory directory = new TemporaryDirectory("gridclear-ledger-");

    private DemoLedger(DemoSettings settings, @Nullable CometBinary binary) {
        this.settings = settings;
        this.binary = binary;
    }

    /**
     * Finds what the ledger runs on, before anything else is started.
     *
     * @throws EngineAbsentException if that is CometBFT, which is not there and cannot be built
     */
    static DemoLedger prepare(DemoSettings settings, Consumer<String> show)
            throws IOException, EngineAbsentException, InterruptedException {
        return new DemoLedger(
                settings,
                settings.engine() == EngineKind.COMETBFT
                        ? CometInstallation.ofProcess().findOrInstall(show)
                        : null);
    }

    /**
     * Starts nodes, agents and bridge.
     *
     * @param points usage points of the fleet, of which each node gets one
     */
    LiveCommittee start(MarketTopics topics, List<UsagePoint> points) throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        if (binary == null) {
            EmbeddedFounding founding = EmbeddedFounding.generate(
                    CHAIN, now, settings.validators(), usagePoints(points, settings.validators() + EMBEDDED_SPARES));
            return LiveCommittee.start(
                    EmbeddedNetwork.start(
                            founding.plan(),
                            founding.validatorKeys(),
                            StrictSignatures.best(),
                            EmbeddedChainListener.NONE,
                            null),
                    founding.plan(),
                    topics);
        }
        int nodes = settings.validators();
        List<Integer> ports = LoopbackPorts.free(2 * nodes);
        List<NodeAddresses> addresses = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            addresses.add(CometFounding.addresses(Endpoint.loopback(ports.get(2 * i)), ports.get(2 * i + 1)));
        }
        CommitteePlan plan = CometFounding.found(
                new CometFounding.Request(
                        CHAIN,
                        now,
                        nodes,
                        FoundingTerms.of(LedgerGenesis.Profile.PAPER, CommitteePlan.DEADLINE_BLOCKS_ON_A_MACHINE),
                        addresses,
                        usagePoints(points, nodes)),
                directory.path());
        return LiveCommittee.start(
                CometNetwork.start(binary, directory.path(), nodes, StrictSignatures.best()), plan, topics);
    }

    private static List<List<String>> usagePoints(List<UsagePoint> points, int nodes) {
        List<List<String>> own = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            own.add(i < points.size() ? List.of(points.get(i).getUsagePointMrid()) : List.of());
        }
        return own;
    }

    @Override
    public void close() {
        directory.close();
    }
}
