package io.gridclear.ops.committee;

/** What orders the ledger's transactions. */
public enum EngineKind {
    /** The embedded log: one process, needs nothing else. */
    EMBEDDED("embedded"),
    /** CometBFT, a process beside each node. */
    COMETBFT("cometbft");

    private final String word;

    EngineKind(String word) {
        this.word = word;
    }

    /** The word on the command line and in figures. */
    public String word() {
        return word;
    }

    /**
     * The engine of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static EngineKind of(String word) {
        for (EngineKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("an engine is embedded or cometbft, not " + word);
    }
}
