package io.gridclear.meter.emulator;

import io.gridclear.meter.profile.PointKind;
import io.gridclear.meter.seed.ExactShares;
import java.util.Map;

/**
 * Which share of a fleet has what behind its meters.
 *
 * @param kinds the shares
 */
public record FleetMix(ExactShares<PointKind> kinds) {
    private static final int STRIDE = 387;

    /** Two of five households have a plant on the roof, and every twelfth meter is a plant alone. */
    public static final FleetMix DEFAULT = ofPermille(550, 370, 80);

    /**
     * A mix by thousandths, which add up to 1000.
     *
     * @throws IllegalArgumentException if they do not, or one is negative
     */
    public static FleetMix ofPermille(int consumers, int prosumers, int producers) {
        return new FleetMix(ExactShares.of(
                PointKind.class,
                Map.of(
                        PointKind.CONSUMER, consumers,
                        PointKind.PROSUMER, prosumers,
                        PointKind.PRODUCER, producers),
                STRIDE));
    }

    /** What stands behind the fleet's point number {@code point}. */
    public PointKind kindOf(int point) {
        return kinds.at(point);
    }
}
