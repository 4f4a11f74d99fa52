package io.gridclear.market.delivery;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.SettlementRun;
import java.util.HexFormat;

/**
 * h of a METERED or CORRECTION run: what an agent computes from the INITIAL run's batch and the run's inputs, and attests to.
 * Single-threaded.
 *
 * <p>h = SHA-256 of, in this order ({@link CanonicalWriter}):
 *
 * <pre>
 * text "gridclear.run.v1"
 * text area | 8 period start, epoch ms | 1 run (2 = METERED, 3 = CORRECTION) | 4 revision | 4 rule version
 * 32 input hash of the INITIAL run: chain over the book's log | 32 settlement root of the INITIAL run
 * 8 inputs | 32 chain over them | 32 state before | 32 state after
 * 8 for every {@link RunFigure}, in their order
 * 8 settlement lines | 32 settlement root
 * </pre>
 */
public final class RunHash {

    private static final String DOMAIN = "gridclear.run.v1";

    private final Sha256 sha256;
    private final CanonicalWriter writer = new CanonicalWriter();

    public RunHash(Sha256 sha256) {
        this.sha256 = sha256;
    }

    /**
     * h under the rules of this kernel, 32 bytes.
     *
     * @param periodStart start of delivery, epoch ms
     * @param bookHash input hash of the INITIAL run, 32 bytes
     * @param initialRoot settlement root of the INITIAL run, 32 bytes
     * @throws IllegalArgumentException if a hash has not 32 bytes, or the run is INITIAL
     */
    public byte[] of(
            String area,
            long periodStart,
            SettlementRun run,
            byte[] bookHash,
            byte[] initialRoot,
            DeliveryOutcome outcome) {
        if (run.kind() == SettlementRun.Kind.INITIAL) {
            throw new IllegalArgumentException("the INITIAL run has a hash of another kind");
        }
        writer.start(DOMAIN)
                .string(area)
                .int64(periodStart)
                .int8(run.kind().code())
                .int32(run.revision())
                .int32(MarketTerms.RULE_VERSION)
                .raw(hash(bookHash))
                .raw(hash(initialRoot))
                .int64(outcome.inputs())
                .raw(hash(outcome.inputHash()))
                .raw(hash(outcome.stateBefore()))
                .raw(hash(outcome.stateAfter()));
        for (long value : outcome.figures().values()) {
            writer.int64(value);
        }
        return writer.int64(outcome.lines()).raw(hash(outcome.settlementRoot())).hash(sha256);
    }

    private static byte[] hash(String hex) {
        return hash(HexFormat.of().parseHex(hex));
    }

    private static byte[] hash(byte[] value) {
        if (value.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("a hash or root has 32 bytes, not " + value.length);
        }
        return value;
    }
}
