package io.gridclear.billing.intake;

/** Another consumer has moved a partition on in the database meanwhile: nothing was written. */
final class OvertakenException extends Exception {

    private static final long serialVersionUID = 1L;

    OvertakenException(String message) {
        super(message, null, false, false);
    }
}
