package io.gridclear.ops.verify;

/** Ends a verification where it fails; becomes a {@link Verdict}. */
final class VerificationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final VerificationStep step;

    VerificationException(VerificationStep step, String reason) {
        super(reason, null, false, false);
        this.step = step;
    }

    VerificationStep step() {
        return step;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
