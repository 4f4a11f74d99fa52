package io.gridclear.tests.support;

import io.gridclear.schemas.avro.ChargesVersion;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A market area with one period that matters: an hour of delivery that starts at least an hour after its gate. The gates
 * of the hours around it are an hour away from its own, on either side.
 *
 * <p>The gate lies further ahead than any test takes to send and book its bids: tests pass it by {@link MarketClock}, and
 * may run twice on the same period.
 *
 * @param mrid          the area's id
 * @param periodStart   start of the period that matters
 * @param gateClosesAt  when its gate closes
 * @param requoteWindow how long prices may be revised afterwards
 * @param charges       versions of its charges
 */
public record TestArea(
        String mrid, Instant periodStart, Instant gateClosesAt, Duration requoteWindow, List<ChargesVersion> charges) {
    /** Length of a period. */
    public static final Duration PERIOD = Duration.ofHours(1);

    /** How far from the clock a period may start: includes the period that matters. */
    public static final Duration HORIZON = Duration.ofHours(4);

    /**
     * Several times what a test may wait for anything. Gate, window and what a test advances by afterwards stay below
     * the hour by which brokers let records be ahead of their own clock.
     */
    private static final Duration SUBMISSION = Duration.ofMinutes(25);

    private static final Duration REQUOTE_WINDOW = Duration.ofMinutes(10);

    /** An area whose gate is open until the test passes it. */
    public static TestArea of(String mrid) {
        Instant gate = Instant.now().plus(SUBMISSION);
        return new TestArea(mrid, hourAfterTheNext(gate.plus(REQUOTE_WINDOW)), gate, REQUOTE_WINDOW, List.of());
    }

    /** The same with a fee and a tax, micro-currency per kWh, from the start of the period that matters on. */
    public TestArea charging(long gridFee, long energyTax) {
        return new TestArea(
                mrid,
                periodStart,
                gateClosesAt,
                requoteWindow,
                List.of(new ChargesVersion(periodStart, gridFee, 0L, energyTax)));
    }

    /** What the application has to know of it. */
    public MarketArea configuration() {
        return MarketArea.newBuilder()
                .setAreaMrid(mrid)
                .setHorizonMs(HORIZON.toMillis())
                .setCharges(charges)
                .setTerms(PeriodTerms.newBuilder()
                        .setPeriodMs(PERIOD.toMillis())
                        .setGateClosureMs(
                                Duration.between(gateClosesAt, periodStart).toMillis())
                        .setRequoteWindowMs(requoteWindow.toMillis())
                        .build())
                .build();
    }

    private static Instant hourAfterTheNext(Instant time) {
        long hours = Math.floorDiv(time.toEpochMilli(), PERIOD.toMillis()) + 2;
        return Instant.ofEpochMilli(hours * PERIOD.toMillis());
    }
}
