package io.gridclear.market.twin;

/** What a made feeder looks like, and how its lines are loaded. */
public enum FeederShape {
    /** No loop; lines fill up. */
    RADIAL,
    /** No loop, several parts. */
    PARTS,
    /** A radial feeder with one tie to twenty buses closed. */
    TIES,
    /** Twice as many lines as buses, resistances of all sizes. */
    MESH,
    /** Resistances of 1 and 2 only: most paths have others as good. */
    EQUALS,
    /** Up to four lines between the same buses. */
    PARALLEL,
    /** Half of the lines carry nothing one way. */
    ONE_WAY,
    /** Lines of 0 to 3 Wh: nearly every trade is split. */
    NARROW,
    /** More capacity than is ever asked for. */
    AMPLE
}
