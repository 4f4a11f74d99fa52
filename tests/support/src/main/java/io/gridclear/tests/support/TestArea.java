package io.gridclear.tests.support;

import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodTerms;
import java.time.Duration;
import java.time.Instant;

/**
 * A market area with one period that matters: an hour of delivery that starts at least an hour from now, so that a test
 * may run twice on it, and whose gate closes when the test wants it to. The gates of the hours around it are an hour away.
 *
 * @param mrid          the area's id
 * @param periodStart   start of the period that matters
 * @param gateClosesAt  when its gate closes
 * @param requoteWindow how long prices may be revised afterwards
 */
public record TestArea(String mrid, Instant periodStart, Instant gateClosesAt, Duration requoteWindow) {
    /** Length of a period. */
    public static final Duration PERIOD = Duration.ofHours(1);

    /** How far from the clock a period may start: includes the period that matters. */
    public static final Duration HORIZON = Duration.ofHours(4);

    /** An area whose gate closes that long from now. */
    public static TestArea withGateIn(String mrid, Duration submission, Duration requoteWindow) {
        Instant gate = Instant.now().plus(submission);
        return new TestArea(mrid, hourAfterTheNext(gate.plus(requoteWindow)), gate, requoteWindow);
    }

    /** The same area and period with a gate that closes that long from now. */
    public TestArea againWithGateIn(Duration submission) {
        return new TestArea(mrid, periodStart, Instant.now().plus(submission), requoteWindow);
    }

    /** What the application has to know of it. */
    public MarketArea configuration() {
        return MarketArea.newBuilder()
                .setAreaMrid(mrid)
                .setHorizonMs(HORIZON.toMillis())
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
