package io.gridclear.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.ledger.ChainLedger;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.ClusterFailure;
import io.gridclear.tests.support.LedgerNetwork;
import io.gridclear.tests.support.SettledPeriod;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Clearings and METERED runs of two areas, period after period, and what the ledger must have made of them in the end. */
final class SettledPeriods {

    private static final int AREAS = 2;
    private static final int POINTS = 8;
    private static final Duration PERIOD = Duration.ofMinutes(15);

    private final TestMarket market;
    private final List<SettledPeriod> periods = new ArrayList<>();
    private Instant start = Instant.parse("2026-03-01T12:00:00Z");

    /** Registers the usage points. */
    SettledPeriods(TestMarket market) {
        this.market = market;
        for (int area = 0; area < AREAS; area++) {
            market.register(points(area));
        }
    }

    private static List<TestPoint> points(int area) {
        return IntStream.range(0, POINTS)
                .mapToObj(point -> TestPoint.in("area-" + area, "point-" + point))
                .toList();
    }

    /** One more period of each area, cleared and metered; returns when the topics have it. */
    void publish() {
        for (int area = 0; area < AREAS; area++) {
            SettledPeriod period = new SettledPeriod(market.producer(), "area-" + area, start, points(area));
            period.settle(periods.size());
            periods.add(period);
        }
        start = start.plus(PERIOD);
    }

    /** Runs so far. */
    List<ItemKey> items() {
        return periods.stream().flatMap(period -> period.items().stream()).toList();
    }

    /** Receipts that are published. */
    List<Receipt> receipts() {
        return market.values(TopicCatalogue.RECEIPTS);
    }

    /** Number of runs that wait for their receipt. */
    int unreceipted() {
        return items().size() - receipts().size();
    }

    /** Waits until there are as many receipts as runs. */
    void awaitReceipts() {
        Awaitility.await("receipts of " + items().size() + " runs")
                .atMost(ClusterFailure.PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> unreceipted() <= 0);
    }

    /** Every run is decided once, as FINAL, and has one receipt, which proves all its lines; there is nothing else. */
    void requireEachFinalOnce(Chain chain, TrustedState trusted) throws ChainUnavailableException {
        ChainLedger ledger = new ChainLedger(chain, LedgerNetwork.operator(), StrictSignatures.best(), trusted);
        List<Outcome> outcomes = ledger.outcomes(0);
        assertThat(outcomes).extracting(Outcome::item).containsExactlyInAnyOrderElementsOf(items());
        assertThat(outcomes).extracting(Outcome::status).containsOnly(Outcome.Status.FINAL);
        assertThat(ledger.openItems()).isEmpty();
        assertThat(ledger.nodes())
                .as("nodes that are punished for a fault of others")
                .noneMatch(NodeView::banned);
        List<Receipt> receipts = receipts();
        assertThat(receipts).hasSameSizeAs(items());
        periods.forEach(period -> period.requireProved(receipts, trusted));
    }
}
