package io.gridclear.verify;

/** Ends a verification where it fails; becomes a {@link Verdict}. */
public final class VerificationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final VerificationStep step;

    VerificationException(VerificationStep step, String reason) {
        super(reason, null, false, false);
        this.step = step;
    }

    /** The step that failed. */
    public VerificationStep step() {
        return step;
    }

    /** What failed, in words. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
