package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.ChargesVersion;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.avro.Side;
import io.gridclear.topology.clearing.StepLimits;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ticks, once each, whatever becomes of the clock, the area and its terms. Minutes from {@link #BEGIN} name the periods. */
class BookClockTest {

    private static final String AREA = "feeder";
    private static final long MINUTE = 60_000;

    /** Noon: whole minutes, quarters of an hour and hours begin here. */
    private static final long BEGIN = 1_800_000_000_000L / 3_600_000 * 3_600_000;

    private final BookTask task = new BookTask(BEGIN, StepLimits.STANDARD);
    private int bids;

    private static MarketArea area(long periodMs, long gateClosureMs) {
        return MarketArea.newBuilder()
                .setAreaMrid(AREA)
                .setTerms(PeriodTerms.newBuilder()
                        .setPeriodMs(periodMs)
                        .setGateClosureMs(gateClosureMs)
                        .setRequoteWindowMs(100)
                        .build())
                .setHorizonMs(24 * 60 * MINUTE)
                .build();
    }

    private void bid(long periodStart) {
        Bid bid = MarketDriver.bid("pv-1", Side.SELL, 500_000, some -> {
            some.setOrderId("order-" + bids++);
            some.setPeriodStart(Instant.ofEpochMilli(periodStart));
        });
        task.route(bid, AREA, "alice");
        task.processAll();
    }

    /** Moves the clock in turns of a tenth of a second. */
    private void runTo(long time) {
        while (task.now() < time) {
            task.advance(Math.min(100, time - task.now()));
        }
    }

    /** Minutes of the periods that have an entry of this kind, in the order of the log. */
    private List<Long> minutes(BookEntryKind kind) {
        task.commit();
        return task.published().book().stream()
                .filter(entry -> entry.getKind() == kind)
                .map(entry -> (entry.getPeriodStart().toEpochMilli() - BEGIN) / MINUTE)
                .toList();
    }

    private List<RejectReasonCode> reasons() {
        task.commit();
        return task.published().rejections().stream()
                .map(rejection -> rejection.getReasonCode())
                .toList();
    }

    /** Periods that nobody bids for are opened by the clock, each with the charges of its own start of delivery. */
    @Test
    void chargesChangeWithThePeriodsThatTheyAreValidFrom() {
        MarketArea area = area(MINUTE, MINUTE / 2);
        area.setCharges(List.of(new ChargesVersion(Instant.ofEpochMilli(BEGIN + 2 * MINUTE), 7L, 0L, 8L)));
        task.configure(area);
        runTo(BEGIN + 2 * MINUTE);
        task.commit();
        assertThat(task.published().book().stream()
                        .filter(entry -> entry.getKind() == BookEntryKind.PERIOD_OPENED)
                        .map(entry -> entry.getTerms().getGridFee() + " "
                                + entry.getTerms().getEnergyTax()))
                .containsExactly("0 0", "7 8");
    }

    @Test
    void aNewAreaBeginsWithTheFirstPeriodWhoseGateIsStillToClose() {
        task.configure(area(MINUTE, MINUTE / 2));
        runTo(BEGIN + 2 * MINUTE);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).containsExactly(1L, 2L);
        assertThat(task.published().book().stream()
                        .filter(entry -> entry.getKind() == BookEntryKind.GATE_CLOSED)
                        .map(entry -> entry.getRecordedAt().toEpochMilli() - BEGIN))
                .containsExactly(30_000L, 90_000L);
        assertThat(ReplayAudit.check(task.published())).isEqualTo(2);
    }

    @Test
    void aPeriodWhoseGateClosesThisVeryMomentIsTooLateForANewArea() {
        task.configure(area(MINUTE, MINUTE));
        bid(BEGIN + MINUTE);
        bid(BEGIN + 2 * MINUTE);
        assertThat(reasons()).containsExactly(RejectReasonCode.GATE_CLOSED);
        runTo(BEGIN + 90_000);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).containsExactly(2L);
    }

    @Test
    void afterALongStopTheClockCatchesUpPeriodByPeriod() {
        task.configure(area(MINUTE, MINUTE / 2));
        task.advance(1_000);
        bid(BEGIN + 500 * MINUTE);
        bid(BEGIN + 800 * MINUTE);
        task.commit();
        task.crash(700 * MINUTE);
        task.advance(10);
        // one turn does a bounded number of them: those that were not open, in their order, after the one that was
        assertThat(minutes(BookEntryKind.GATE_CLOSED))
                .hasSize(65)
                .startsWith(500L, 1L, 2L)
                .endsWith(64L);
        for (int turn = 0; turn < 30; turn++) {
            task.advance(10);
        }
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).hasSize(700).doesNotHaveDuplicates();
        assertThat(minutes(BookEntryKind.PERIOD_OPENED)).hasSize(701).doesNotHaveDuplicates();
        assertThat(ReplayAudit.check(task.published())).isEqualTo(700);
        assertThat(task.published().clearings().stream()
                        .mapToLong(result -> result.getSellOrders())
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackWritesNoTickAgain() {
        task.configure(area(MINUTE, MINUTE / 2));
        runTo(BEGIN + 2 * MINUTE);
        List<Long> before = minutes(BookEntryKind.GATE_CLOSED);
        task.sleep(-5 * MINUTE);
        // neither may an order open what was closed, nor a new area wait until the clock has caught up
        bid(BEGIN + 2 * MINUTE);
        assertThat(reasons()).containsExactly(RejectReasonCode.GATE_CLOSED);
        MarketArea second = area(MINUTE, MINUTE / 2);
        second.setAreaMrid("second");
        task.configure(second);
        runTo(BEGIN - 2 * MINUTE);
        assertThat(task.published().book().stream()
                        .filter(entry ->
                                entry.getAreaMrid().equals(AREA) && entry.getKind() == BookEntryKind.GATE_CLOSED))
                .hasSameSizeAs(before);
        task.commit();
        assertThat(task.published().book())
                .anySatisfy(entry -> assertThat(entry.getAreaMrid()).isEqualTo("second"));
        runTo(BEGIN + 3 * MINUTE);
        task.commit();
        assertThat(task.published().book().stream()
                        .filter(entry ->
                                entry.getAreaMrid().equals(AREA) && entry.getKind() == BookEntryKind.GATE_CLOSED)
                        .map(entry -> (entry.getPeriodStart().toEpochMilli() - BEGIN) / MINUTE))
                .containsExactly(1L, 2L, 3L);
        ReplayAudit.check(task.published());
    }

    @Test
    void aShorterGateClosureSkipsNoPeriodAndReachesNoneThatIsOpen() {
        task.configure(area(MINUTE, 10 * MINUTE));
        task.advance(1_000);
        bid(BEGIN + 20 * MINUTE);
        runTo(BEGIN + MINUTE);
        task.configure(area(MINUTE, MINUTE / 2));
        // the open period keeps its gate of ten minutes before delivery, which now closes before the gates of the ones
        // before
        runTo(BEGIN + 12 * MINUTE);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).startsWith(11L, 20L, 12L);
        bid(BEGIN + 15 * MINUTE);
        runTo(BEGIN + 25 * MINUTE);
        assertThat(reasons()).isEmpty();
        assertThat(minutes(BookEntryKind.GATE_CLOSED))
                .containsExactly(11L, 20L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L, 21L, 22L, 23L, 24L, 25L);
        assertThat(ReplayAudit.check(task.published())).isEqualTo(15);
        assertThat(task.entries("book-periods")).as("the clock alone").isEqualTo(1);
    }

    @Test
    void aLongerGateClosureClosesAtOnceWhatIsNotOpen() {
        task.configure(area(MINUTE, MINUTE / 2));
        task.advance(1_000);
        bid(BEGIN + 3 * MINUTE);
        task.configure(area(MINUTE, 5 * MINUTE));
        runTo(BEGIN + 2_500);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).containsExactly(1L, 2L, 4L, 5L);
        bid(BEGIN + 3 * MINUTE);
        bid(BEGIN + 4 * MINUTE);
        assertThat(reasons()).containsExactly(RejectReasonCode.GATE_CLOSED);
        runTo(BEGIN + 4 * MINUTE);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).containsExactly(1L, 2L, 4L, 5L, 6L, 7L, 3L, 8L, 9L);
        ReplayAudit.check(task.published());
    }

    @Test
    void anotherPeriodLengthOverlapsWithNothingThatIsOpenOrDone() {
        task.configure(area(15 * MINUTE, MINUTE));
        task.advance(1_000);
        bid(BEGIN + 30 * MINUTE);
        bid(BEGIN + 45 * MINUTE);
        runTo(BEGIN + 15 * MINUTE);
        // [15, 30) is done; [30, 45) and [45, 60) are open
        task.configure(area(10 * MINUTE, MINUTE));
        bid(BEGIN + 20 * MINUTE);
        bid(BEGIN + 40 * MINUTE);
        bid(BEGIN + 50 * MINUTE);
        bid(BEGIN + 60 * MINUTE);
        assertThat(reasons())
                .containsExactly(
                        RejectReasonCode.GATE_CLOSED, RejectReasonCode.UNKNOWN_PERIOD, RejectReasonCode.UNKNOWN_PERIOD);
        bid(BEGIN + 30 * MINUTE);
        runTo(BEGIN + 80 * MINUTE);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).containsExactly(15L, 30L, 45L, 60L, 70L, 80L);
        List<ClearingResult> results = task.published().clearings();
        for (int i = 1; i < results.size(); i++) {
            ClearingResult before = results.get(i - 1);
            assertThat(results.get(i).getPeriodStart())
                    .isAfterOrEqualTo(
                            before.getPeriodStart().plusMillis(before.getTerms().getPeriodMs()));
        }
        ReplayAudit.check(task.published());
    }

    @Test
    void aPeriodLengthThatIsWrongForAMomentDoesNoHarm() {
        task.configure(area(MINUTE, MINUTE / 2));
        runTo(BEGIN + MINUTE);
        task.configure(area(24 * 60 * MINUTE, MINUTE / 2));
        runTo(BEGIN + 2 * MINUTE);
        task.configure(area(MINUTE, MINUTE / 2));
        runTo(BEGIN + 4 * MINUTE);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aRemovedAreaFinishesWhatIsOpenAndTakesNothing() {
        task.configure(area(MINUTE, MINUTE / 2));
        task.advance(1_000);
        bid(BEGIN + MINUTE);
        task.remove(AREA);
        bid(BEGIN + MINUTE);
        assertThat(reasons()).containsExactly(RejectReasonCode.UNKNOWN_AREA);
        runTo(BEGIN + 10 * MINUTE);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).containsExactly(1L);
        assertThat(ReplayAudit.check(task.published())).isEqualTo(1);
        // state and tally of the last period wait for the clock, which stands still; nothing else is left
        assertThat(task.entries()).isLessThanOrEqualTo(3);
        task.configure(area(MINUTE, MINUTE / 2));
        runTo(BEGIN + 12 * MINUTE);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).doesNotHaveDuplicates().endsWith(10L, 11L, 12L);
        ReplayAudit.check(task.published());
    }

    @Test
    void termsAreFrozenWhenThePeriodOpens() {
        task.configure(area(MINUTE, MINUTE / 2));
        task.advance(1_000);
        bid(BEGIN + MINUTE);
        MarketArea dearer = area(MINUTE, MINUTE / 2);
        dearer.getTerms().setFeedInTariff(600_000);
        task.configure(dearer);
        bid(BEGIN + MINUTE);
        bid(BEGIN + 2 * MINUTE);
        assertThat(reasons()).containsExactly(RejectReasonCode.PRICE_OUT_OF_BAND);
        runTo(BEGIN + 2 * MINUTE);
        task.commit();
        assertThat(task.published().clearings())
                .extracting(result -> result.getTerms().getFeedInTariff())
                .containsExactly(450_000L, 600_000L);
        ReplayAudit.check(task.published());
    }

    @Test
    void whatWasNotCommittedIsTickedByTheInstanceThatTakesOver() {
        task.configure(area(MINUTE, MINUTE / 2));
        task.advance(1_000);
        bid(BEGIN + MINUTE);
        task.commit();
        runTo(BEGIN + MINUTE / 2);
        task.crash(300);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).isEmpty();
        task.advance(10);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).containsExactly(1L);
        task.crash(0);
        runTo(BEGIN + MINUTE);
        assertThat(minutes(BookEntryKind.GATE_CLOSED)).containsExactly(1L);
        assertThat(minutes(BookEntryKind.REQUOTE_CLOSED)).containsExactly(1L);
        assertThat(ReplayAudit.check(task.published())).isEqualTo(1);
    }
}
