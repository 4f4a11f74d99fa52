package io.gridclear.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.tests.support.ClusterFailure;
import io.gridclear.tests.support.LedgerNetwork;
import io.gridclear.tests.support.LocalBridge;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A broker is killed under the running bridge, before each of the steps that depend on its topics: when a batch is to be
 * published, when a claim is handed in, and when receipts are to be written. Where it is the only one, it comes back when the
 * bridge has missed it. Clearings and later runs go on coming; each is FINAL once, and has one receipt.
 */
@OnCluster
class KilledBrokerUnderBridgeIT {

    private static final int VICTIM = 0;

    /** The broker stays dead for longer than this, so that the bridge's own recovery is at work and not its clients' alone. */
    private static final Map<String, String> SHORT_WAITS = Map.of(
            "request.timeout.ms", "2000",
            "delivery.timeout.ms", "4000",
            "max.block.ms", "4000",
            "default.api.timeout.ms", "4000");

    /** What the bridge asks the chain right before: the item and then its batch, a claim, the proof and then the receipt. */
    private static final List<String> MOMENTS = List.of(QueryPath.ITEM, ObservedChain.SUBMIT, QueryPath.OUTCOME_PROOF);

    private final TestCluster cluster;

    KilledBrokerUnderBridgeIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void nothingIsLostOrDoubled() throws Exception {
        try (TestMarket market = new TestMarket(cluster);
                LedgerNetwork network = LedgerNetwork.start().withAgents(cluster)) {
            SettledPeriods periods = new SettledPeriods(market);
            ObservedChain chain = new ObservedChain(network.chain());
            try (LocalBridge bridge =
                    LocalBridge.start(cluster, "broker-dies", chain, LedgerNetwork.operator(), SHORT_WAITS)) {
                periods.publish();
                periods.awaitReceipts();
                for (String moment : MOMENTS) {
                    CountDownLatch killed = new CountDownLatch(1);
                    chain.atNext(moment, () -> {
                        cluster.killBroker(VICTIM);
                        killed.countDown();
                    });
                    // what meets a dead broker waits for it
                    CompletableFuture<Void> published = CompletableFuture.runAsync(() -> {
                        periods.publish();
                        periods.publish();
                    });
                    assertThat(killed.await(ClusterFailure.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .as("the bridge comes to %s", moment)
                            .isTrue();
                    if (cluster.brokerCount() == 1) {
                        Awaitility.await("the bridge misses its broker")
                                .atMost(ClusterFailure.PATIENCE)
                                .until(() -> !bridge.isReady());
                    }
                    cluster.startBroker(VICTIM);
                    published.get(ClusterFailure.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    periods.awaitReceipts();
                }
                assertThat(bridge.hasFailed()).isFalse();
                periods.requireEachFinalOnce(network.chain(), network.trusted());
            }
        }
    }

    /** A chain, and something that happens once, right before the next call of a kind is answered. */
    private static final class ObservedChain implements Chain {
        static final String SUBMIT = "submit";

        private record Plan(String call, Runnable what) {}

        private final Chain chain;
        private final AtomicReference<Optional<Plan>> next = new AtomicReference<>(Optional.empty());

        ObservedChain(Chain chain) {
            this.chain = chain;
        }

        /** @param call {@link #SUBMIT} or a query's path */
        void atNext(String call, Runnable what) {
            next.set(Optional.of(new Plan(call, what)));
        }

        private void called(String call) {
            Optional<Plan> plan = next.get();
            if (plan.isPresent() && plan.get().call().equals(call) && next.compareAndSet(plan, Optional.empty())) {
                plan.get().what().run();
            }
        }

        @Override
        public TransactionResult submit(byte[] transaction) throws ChainUnavailableException {
            called(SUBMIT);
            return chain.submit(transaction);
        }

        @Override
        public QueryAnswer query(String path, byte[] data) throws ChainUnavailableException {
            called(path);
            return chain.query(path, data);
        }

        @Override
        public long height() throws ChainUnavailableException {
            return chain.height();
        }

        @Override
        public Optional<LightBlock> lightBlock(long height) throws ChainUnavailableException {
            return chain.lightBlock(height);
        }

        @Override
        public String chainId() {
            return chain.chainId();
        }

        @Override
        public String describe() {
            return chain.describe();
        }

        @Override
        public void close() {
            chain.close();
        }
    }
}
