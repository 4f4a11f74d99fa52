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
 * @param period        length of a period
 * @param periodStart   start of the period that matters
 * @param gateClosesAt  when its gate closes
 * @param requoteWindow how long prices may be revised afterwards
 * @param meteringGrace how long after delivery the METERED run waits for readings
 * @param charges       versions of its charges
 */
public record TestArea(
        String mrid,
        Duration period,
        Instant periodStart,
        Instant gateClosesAt,
        Duration requoteWindow,
        Duration meteringGrace,
        List<ChargesVersion> charges) {
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

    private static final Duration METERING_GRACE = Duration.ofHours(1);

    /** A period whose delivery and grace end well within the hour. */
    private static final Duration SHORT_PERIOD = Duration.ofMinutes(5);

    private static final Duration SHORT_SUBMISSION = Duration.ofMinutes(12);
    private static final Duration SHORT_WINDOW = Duration.ofMinutes(2);

    /** An area whose gate is open until the test passes it. */
    public static TestArea of(String mrid) {
        return of(mrid, PERIOD, SUBMISSION, REQUOTE_WINDOW, METERING_GRACE);
    }

    /** An area with periods so short that a test can pass delivery and grace, which lasts as long, as well. */
    public static TestArea delivering(String mrid) {
        return of(mrid, SHORT_PERIOD, SHORT_SUBMISSION, SHORT_WINDOW, SHORT_PERIOD);
    }

    private static TestArea of(
            String mrid, Duration period, Duration submission, Duration window, Duration meteringGrace) {
        Instant gate = Instant.now().plus(submission);
        return new TestArea(
                mrid, period, periodAfterTheNext(gate.plus(window), period), gate, window, meteringGrace, List.of());
    }

    /** End of delivery of the period that matters. */
    public Instant periodEnd() {
        return periodStart.plus(period);
    }

    /** The same with a fee and a tax, micro-currency per kWh, from the start of the period that matters on. */
    public TestArea charging(long gridFee, long energyTax) {
        return with(new ChargesVersion(periodStart, gridFee, 0L, energyTax));
    }

    /** The same with a fee and a tax, and what is not delivered as contracted so much dearer than the tariffs. */
    public TestArea charging(long gridFee, long energyTax, long imbalanceSpread) {
        return with(new ChargesVersion(periodStart, gridFee, imbalanceSpread, energyTax));
    }

    private TestArea with(ChargesVersion version) {
        return new TestArea(mrid, period, periodStart, gateClosesAt, requoteWindow, meteringGrace, List.of(version));
    }

    /** What the application has to know of it. */
    public MarketArea configuration() {
        return MarketArea.newBuilder()
                .setAreaMrid(mrid)
                .setHorizonMs(HORIZON.toMillis())
                .setCharges(charges)
                .setTerms(PeriodTerms.newBuilder()
                        .setPeriodMs(period.toMillis())
                        .setGateClosureMs(
                                Duration.between(gateClosesAt, periodStart).toMillis())
                        .setRequoteWindowMs(requoteWindow.toMillis())
                        .setMeteringGraceMs(meteringGrace.toMillis())
                        .build())
                .build();
    }

    private static Instant periodAfterTheNext(Instant time, Duration period) {
        long periods = Math.floorDiv(time.toEpochMilli(), period.toMillis()) + 2;
        return Instant.ofEpochMilli(periods * period.toMillis());
    }
}
