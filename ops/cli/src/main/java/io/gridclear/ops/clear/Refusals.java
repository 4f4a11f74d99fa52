package io.gridclear.ops.clear;

import java.util.ArrayList;
import java.util.List;

/** The rows of a file that are refused: the first hundred in words, all of them in number. */
public final class Refusals {

    /** More lines than anybody reads, and a bounded answer to a file that is wrong throughout. */
    static final int MAX_DESCRIBED = 100;

    private final List<Refusal> described = new ArrayList<>();
    private long count;

    Refusals() {}

    /**
     * A refused row.
     *
     * @param lineNumber line in the file, from 1; the header is line 1
     * @param reason MALFORMED, or the market's reason code
     * @param detail the reason in words
     */
    public record Refusal(long lineNumber, String reason, String detail) {}

    void add(long lineNumber, String reason, String detail) {
        count++;
        if (described.size() < MAX_DESCRIBED) {
            described.add(new Refusal(lineNumber, reason, detail));
        }
    }

    /** Number of refused rows. */
    public long count() {
        return count;
    }

    /** The first {@value #MAX_DESCRIBED} of them, in the order of the file. */
    public List<Refusal> described() {
        return List.copyOf(described);
    }
}
