package io.gridclear.ledger.query;

import io.gridclear.ledger.item.Outcome;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.List;

/**
 * A run of the log of outcomes.
 *
 * @param from index of the first
 * @param outcomes in the order in which they were decided
 * @param total how many there are in all
 */
public record OutcomesPage(long from, List<Outcome> outcomes, long total) {

    private static final String DOMAIN = "gridclear.outcomes.v1";
    private static final int MOST_OUTCOME_BYTES = 1_024;

    public OutcomesPage {
        outcomes = List.copyOf(outcomes);
    }

    /** Canonical bytes. */
    public byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter().start(DOMAIN).int64(from).int64(total);
        ViewCodec.write(writer, outcomes, (out, outcome) -> out.bytes(outcome.toBytes()));
        return writer.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static OutcomesPage of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        long from = reader.int64();
        long total = reader.int64();
        List<Outcome> outcomes = ViewCodec.read(reader, in -> Outcome.of(in.bytes(MOST_OUTCOME_BYTES)));
        reader.end();
        return new OutcomesPage(from, outcomes, total);
    }
}
