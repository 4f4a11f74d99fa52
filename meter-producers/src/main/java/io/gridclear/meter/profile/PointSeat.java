package io.gridclear.meter.profile;

/**
 * Where one usage point sits in its fleet: what a profile needs to know of it.
 *
 * @param point index in the fleet, from 0
 * @param area index of its area, from 0
 * @param kind what stands behind it
 * @param loadRank how many points before this one have load; picks the recorded column
 * @param pvRank how many points before this one have a plant; picks the recorded column
 */
public record PointSeat(int point, int area, PointKind kind, int loadRank, int pvRank) {
    /** @throws IllegalArgumentException if an index is negative */
    public PointSeat {
        if (point < 0 || area < 0 || loadRank < 0 || pvRank < 0) {
            throw new IllegalArgumentException(
                    "a seat's indexes start at 0, were " + point + ", " + area + ", " + loadRank + ", " + pvRank);
        }
    }
}
