package io.gridclear.meter.profile;

/** What stands behind a usage point. */
public enum PointKind {
    /** A household without generation. */
    CONSUMER(true, false),
    /** A household with a plant on its roof; meters the difference. */
    PROSUMER(true, true),
    /** A plant alone. */
    PRODUCER(false, true);

    private final boolean hasLoad;
    private final boolean hasPv;

    PointKind(boolean hasLoad, boolean hasPv) {
        this.hasLoad = hasLoad;
        this.hasPv = hasPv;
    }

    /** Whether energy is used behind the point. */
    public boolean hasLoad() {
        return hasLoad;
    }

    /** Whether energy is made behind the point. */
    public boolean hasPv() {
        return hasPv;
    }
}
