package io.gridclear.verify;

/** What is proved of a line, one after the other. */
public enum VerificationStep {
    /** The line contradicts nothing in itself, nor the area's terms. */
    LINE("line"),
    /** The readable part of the receipt says what its proof does. */
    RECEIPT("receipt"),
    /** The line's leaf stands at its place under the settlement root of the outcome. */
    SETTLEMENT_ROOT("settlement root"),
    /** The agents found the item FINAL. */
    OUTCOME("outcome"),
    /** The outcome is under the application hash. */
    APPLICATION_HASH("application hash"),
    /** A header bears the application hash, and the validators have signed it. */
    HEADER("signed header"),
    /** The header follows from the trusted one. */
    TRUST("trusted header");

    private final String words;

    VerificationStep(String words) {
        this.words = words;
    }

    /** The step in words. */
    public String words() {
        return words;
    }
}
