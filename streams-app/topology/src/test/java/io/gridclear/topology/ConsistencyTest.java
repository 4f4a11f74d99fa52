package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.RejectReasonCode;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random bids through the whole topology, on RocksDB: everything that was published follows from the published log, and
 * every bid was answered once.
 */
class ConsistencyTest {

    @TempDir
    Path stateDir;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void thePublishedLogReplaysToWhatWasPublished(long seed) {
        Random random = new Random(seed);
        RandomBids bids = new RandomBids(seed, 4, 12);
        try (MarketDriver market = new MarketDriver(stateDir)) {
            bids.areas().forEach(market::configure);
            for (int point = 0; point < bids.points(); point++) {
                register(market, bids, point);
            }
            int sent = 0;
            for (int round = 0; round < 150; round++) {
                for (int i = random.nextInt(12); i > 0; i--) {
                    market.sendAsIs(bids.next(market.now()).bid());
                    sent++;
                }
                if (random.nextInt(20) == 0) {
                    register(market, bids, bids.handOver());
                }
                market.advance(1 + random.nextInt(80));
            }
            for (int turn = 0; turn < 400; turn++) {
                market.advance(50);
            }

            PublishedRecords published = market.published();
            assertThat(ReplayAudit.check(published)).isGreaterThan(30);
            long logged = published.book().stream()
                    .filter(entry -> entry.getOrder() != null)
                    .count();
            long repeated = (long) market.metric("gridclear.bids.repeated");
            assertThat(logged + published.rejections().size() + repeated).isEqualTo(sent);
            assertThat((long) market.metric("gridclear.bids.accepted")).isEqualTo(logged);
            assertThat((long) market.metric("gridclear.bids.rejected"))
                    .isEqualTo(published.rejections().size());
            // the run has met what it is about
            assertThat(published.book().stream().map(entry -> entry.getKind()).collect(Collectors.toSet()))
                    .contains(BookEntryKind.ORDER, BookEntryKind.REQUOTE);
            assertThat(published.trades())
                    .anySatisfy(trade -> assertThat(trade.getStage()).isEqualTo(2));
            assertThat(repeated).isPositive();
            assertThat(published.rejections().stream()
                            .map(rejection -> rejection.getReasonCode())
                            .collect(Collectors.toSet()))
                    .contains(
                            RejectReasonCode.UNKNOWN_PERIOD,
                            RejectReasonCode.GATE_CLOSED,
                            RejectReasonCode.BAD_QUANTITY,
                            RejectReasonCode.PRICE_OUT_OF_BAND,
                            RejectReasonCode.OFF_TICK,
                            RejectReasonCode.LIMIT_CROSSES_QUOTE,
                            RejectReasonCode.OPPOSITE_SIDE,
                            RejectReasonCode.STALE_REVISION);
        }
    }

    private static void register(MarketDriver market, RandomBids bids, int point) {
        market.registerUnsigned("point-" + point, bids.ownerOf(point), bids.areaOf(point));
    }
}
