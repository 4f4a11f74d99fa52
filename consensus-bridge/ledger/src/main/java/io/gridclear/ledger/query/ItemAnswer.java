package io.gridclear.ledger.query;

import io.gridclear.ledger.item.Outcome;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;

/** How an item stands. */
public sealed interface ItemAnswer {

    /** Longest answer: an item with the attestations of 200 agents. */
    int MOST_BYTES = 64 * 1024;

    /** It is not decided. */
    record Open(ItemView view) implements ItemAnswer {}

    /**
     * It is decided.
     *
     * @param index place in the log of outcomes
     * @param outcome the outcome
     */
    record Decided(long index, Outcome outcome) implements ItemAnswer {}

    /** Canonical bytes. */
    default byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter().start("gridclear.item-answer.v1");
        if (this instanceof Decided decided) {
            return writer.int8(2)
                    .int64(decided.index)
                    .bytes(decided.outcome.toBytes())
                    .toBytes();
        }
        return writer.int8(1).bytes(((Open) this).view.toBytes()).toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static ItemAnswer of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start("gridclear.item-answer.v1");
        ItemAnswer answer = switch (reader.int8()) {
            case 1 -> new Open(ItemView.of(reader.bytes(MOST_BYTES)));
            case 2 -> new Decided(reader.int64(), Outcome.of(reader.bytes(MOST_BYTES)));
            default -> throw reader.refuse("neither open nor decided");
        };
        reader.end();
        return answer;
    }
}
