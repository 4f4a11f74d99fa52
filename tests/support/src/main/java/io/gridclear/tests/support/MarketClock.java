package io.gridclear.tests.support;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The clock of a test's instances: the machine's, put ahead by the test. Gates lie far ahead, and a test passes them when
 * what it wants to see before them has happened, however long that takes on the machine. Instances that start later start
 * with the same time.
 */
public final class MarketClock {
    private final List<MarketProcess> instances = new ArrayList<>();
    private Duration ahead = Duration.ZERO;

    /** Passes the gates of the areas' periods; their re-quote windows are open then. */
    public void passGates(Collection<TestArea> areas) {
        areas.forEach(area -> passTo(area.gateClosesAt()));
    }

    /** Passes the ends of the areas' re-quote windows, and the gates where they are not passed yet. */
    public void passRequoteWindows(Collection<TestArea> areas) {
        areas.forEach(area -> passTo(area.gateClosesAt().plus(area.requoteWindow())));
    }

    /** Passes the ends of delivery of the areas' periods: what was metered in them is over. */
    public void passDeliveries(Collection<TestArea> areas) {
        areas.forEach(area -> passTo(area.periodEnd()));
    }

    /** Passes the times at which METERED runs wait for readings no longer. */
    public void passGraces(Collection<TestArea> areas) {
        areas.forEach(area -> passTo(area.periodEnd().plus(area.meteringGrace())));
    }

    /** Goes ahead by so much. */
    public void advance(Duration by) {
        ahead = ahead.plus(by);
        instances.stream().filter(MarketProcess::isAlive).forEach(instance -> instance.putClockAhead(ahead));
    }

    Duration ahead() {
        return ahead;
    }

    void drive(MarketProcess instance) {
        instances.add(instance);
    }

    private void passTo(Instant time) {
        Duration left = Duration.between(Instant.now().plus(ahead), time);
        if (!left.isNegative()) {
            // the one after the last millisecond before it
            advance(left.plusMillis(1));
        }
    }
}
