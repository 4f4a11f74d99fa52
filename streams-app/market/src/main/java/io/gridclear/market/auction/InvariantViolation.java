package io.gridclear.market.auction;

/** An invariant of the market does not hold: the process stops before it writes anything that follows from it. */
public final class InvariantViolation extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public InvariantViolation(String what) {
        super("market invariant broken: " + what);
    }
}
