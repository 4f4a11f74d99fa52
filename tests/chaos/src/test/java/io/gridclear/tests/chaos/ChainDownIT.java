package io.gridclear.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.chain.Chain;
import io.gridclear.tests.support.ClusterFailure;
import io.gridclear.tests.support.CometLedger;
import io.gridclear.tests.support.LocalBridge;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.RequiresCometBft;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engines of all validators are killed and stay down, while bridge and agents live and clearings and later runs go on
 * coming: the bridge says that it waits for its chain, and everything is FINAL once when it is back.
 */
@OnCluster
@RequiresCometBft
class ChainDownIT {

    /** {@code -Dgridclear.chainDownSeconds=60} for a long one. */
    private static final Duration DOWN = Duration.ofSeconds(Long.getLong("gridclear.chainDownSeconds", 12));

    /** Periods that arrive while it is down. */
    private static final int PERIODS = 5;

    private static final String CHAIN_UP = "gridclear_chain_up";
    private static final String UNDER_WAY = "gridclear_bridge_items_under_way";
    private static final String AREAS_STOPPED = "gridclear_bridge_areas_stopped";

    private final TestCluster cluster;

    ChainDownIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void whatComesWhileTheChainIsDownIsFinalOnceWhenItIsBack(@TempDir Path directory) throws Exception {
        try (TestMarket market = new TestMarket(cluster);
                CometLedger ledger = CometLedger.start(directory).withAgents(cluster)) {
            SettledPeriods periods = new SettledPeriods(market);
            Chain chain = ledger.connect();
            try (LocalBridge bridge = LocalBridge.start(cluster, "chain-down", chain, ledger.operator())) {
                periods.publish();
                periods.awaitReceipts();
                assertThat(bridge.metric(CHAIN_UP)).isOne();

                periods.publish(); // on its way when the chain dies, wherever that is
                ledger.killNodes();
                await("the bridge says that the chain is down", () -> bridge.metric(CHAIN_UP) == 0);
                await("the bridge has all that has no receipt", () -> hasWhatIsLeft(bridge, periods));
                int receipts = periods.receipts().size();
                for (int i = 0; i < PERIODS; i++) {
                    periods.publish();
                    await("the new ones as well", () -> hasWhatIsLeft(bridge, periods));
                    Awaitility.await("nothing but waiting")
                            .during(DOWN.dividedBy(PERIODS))
                            .atMost(DOWN.plus(ClusterFailure.PATIENCE))
                            .pollInterval(Duration.ofMillis(200))
                            .until(() -> bridge.metric(CHAIN_UP) == 0);
                }
                assertThat(periods.receipts()).hasSize(receipts);

                ledger.startNodes();
                await("the bridge says that the chain is up", () -> bridge.metric(CHAIN_UP) == 1);
                periods.awaitReceipts();
                periods.publish();
                periods.awaitReceipts();

                assertThat(bridge.metric(CHAIN_UP)).isOne();
                await("nothing under way", () -> bridge.metric(UNDER_WAY) == 0);
                assertThat(bridge.hasFailed()).isFalse();
                assertThat(ledger.failedAgents()).isZero();
                periods.requireEachFinalOnce(chain, ledger.trusted());
            }
        }
    }

    private static boolean hasWhatIsLeft(LocalBridge bridge, SettledPeriods periods) {
        assertThat(bridge.metric(AREAS_STOPPED))
                .as("areas that wait for a person")
                .isZero();
        return bridge.metric(UNDER_WAY) == periods.unreceipted();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(ClusterFailure.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}
