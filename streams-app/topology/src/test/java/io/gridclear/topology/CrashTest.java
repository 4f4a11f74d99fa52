package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.topology.clearing.StepLimits;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An instance that crashes at any moment, and another one that takes over: the steps of a clearing are as small as can be,
 * so that every phase is cut in every place. Whatever happens, the published log replays to what was published.
 */
class CrashTest {

    static List<Long> seeds() {
        return new Random(20_261_101).longs(30, 0, 1_000_000).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverCrashesTheLogReplaysToWhatWasPublished(long seed) {
        Random random = new Random(seed);
        RandomBids bids = new RandomBids(seed, 3, 6);
        StepLimits limits = new StepLimits(1 + random.nextInt(3), 1 + random.nextInt(4), 1 + random.nextInt(5));
        BookTask task = new BookTask(MarketDriver.BEGIN, limits);
        bids.areas().forEach(task::configure);
        int crashes = 0;
        for (int round = 0; round < 300; round++) {
            for (int i = random.nextInt(14); i > 0; i--) {
                RandomBids.Routed routed = bids.next(task.now());
                task.route(routed.bid(), routed.area(), routed.participant());
            }
            if (random.nextInt(40) == 0) {
                bids.handOver();
            }
            task.process(random.nextInt(20));
            task.advance(1 + random.nextInt(60));
            switch (random.nextInt(12)) {
                case 0 -> {
                    task.crash(random.nextInt(20) == 0 ? 5_000 : random.nextInt(100));
                    crashes++;
                }
                case 1 -> task.move();
                case 2, 3, 4, 5 -> task.commit();
                default -> {
                    // nothing: the transaction stays open
                }
            }
        }
        finish(task);

        int cleared = ReplayAudit.check(task.published());
        assertThat(crashes).isPositive();
        assertThat(cleared).as("cleared periods").isGreaterThan(15);
        checkTicks(task.published().book());
        assertThat(task.metric("gridclear.periods.unclosed")).isZero();
    }

    /** Processes what waits, and clears until every area's last closed period is done. */
    private static void finish(BookTask task) {
        task.processAll();
        for (int turn = 0; turn < 1_500; turn++) {
            task.advance(10);
        }
        // to a moment between the end of one window and the next gate
        while (task.now() % RandomBids.PERIOD_MS != RandomBids.T1_MS - 10) {
            task.advance(10 - task.now() % 10);
        }
        task.commit();
    }

    /** Every period of every area has each tick once, at a sequence number without a gap, from the first to the last. */
    private static void checkTicks(List<BookEntry> book) {
        Set<String> ticks = new HashSet<>();
        for (BookEntry entry : book) {
            if (entry.getKind() != BookEntryKind.ORDER && entry.getKind() != BookEntryKind.REQUOTE) {
                String tick = entry.getAreaMrid() + " " + entry.getPeriodStart() + " " + entry.getKind();
                assertThat(ticks.add(tick)).as("second %s", tick).isTrue();
            }
        }
        List<Long> starts = book.stream()
                .filter(entry -> entry.getAreaMrid().equals("area-0") && entry.getKind() == BookEntryKind.GATE_CLOSED)
                .map(entry -> entry.getPeriodStart().toEpochMilli())
                .sorted()
                .toList();
        for (int i = 1; i < starts.size(); i++) {
            assertThat(starts.get(i) - starts.get(i - 1)).isEqualTo(RandomBids.PERIOD_MS);
        }
    }
}
