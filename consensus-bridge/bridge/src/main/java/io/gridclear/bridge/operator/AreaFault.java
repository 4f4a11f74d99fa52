package io.gridclear.bridge.operator;

/**
 * An area cannot go on without a person: what the application published does not follow from its log, or the ledger holds
 * another claim. Nothing was submitted for it.
 */
public class AreaFault extends Exception {

    private static final long serialVersionUID = 1L;

    public AreaFault(String message) {
        super(message);
    }

    public AreaFault(String message, Throwable cause) {
        super(message, cause);
    }
}
