package io.gridclear.ops.feeder;

/** No configuration of the area stands in its topic, or one that cannot name this feeder; the message says which and why. */
public final class AreaRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    AreaRefusal(String message) {
        super(message);
    }
}
