package io.gridclear.market.delivery;

import java.util.Arrays;

/** The figures of a run, exact: a sum that does not fit stops the run. Single-threaded. */
public final class RunFigures {

    private final long[] values;

    /** All at zero. */
    public RunFigures() {
        values = new long[RunFigure.values().length];
    }

    /**
     * As they were saved.
     *
     * @param values one for every {@link RunFigure}, in their order
     */
    public RunFigures(long[] values) {
        if (values.length != RunFigure.values().length) {
            throw new IllegalArgumentException(
                    "a run has " + RunFigure.values().length + " figures, not " + values.length);
        }
        this.values = values.clone();
    }

    /** Value of a figure. */
    public long get(RunFigure figure) {
        return values[figure.ordinal()];
    }

    void add(RunFigure figure, long value) {
        values[figure.ordinal()] = Math.addExact(values[figure.ordinal()], value);
    }

    /** All values, in the order of the figures. */
    public long[] values() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunFigures figures && Arrays.equals(values, figures.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (RunFigure figure : RunFigure.values()) {
            text.append(text.isEmpty() ? "" : ", ").append(figure).append(' ').append(get(figure));
        }
        return text.toString();
    }
}
