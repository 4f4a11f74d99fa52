package io.gridclear.bridge.batch;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.DeliveryOutcome;
import io.gridclear.market.delivery.RunHash;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.SettlementRun;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What somebody says came of a METERED or CORRECTION run: all that its h covers.
 *
 * @param outcomeHash h of the run, 32 bytes; byte arrays are never written to
 * @param ruleVersion version of the market rules
 * @param bookHash input hash of the INITIAL run, 32 bytes
 * @param initialRoot settlement root of the INITIAL run, 32 bytes
 * @param outcome the rest
 */
@SuppressWarnings("ArrayRecordComponent") // compared by their canonical bytes
public record RunClaim(
        byte[] outcomeHash, int ruleVersion, byte[] bookHash, byte[] initialRoot, DeliveryOutcome outcome) {

    public RunClaim {
        requireHash("outcomeHash", outcomeHash);
        requireHash("bookHash", bookHash);
        requireHash("initialRoot", initialRoot);
        requireHash("inputHash", bytes(outcome.inputHash()));
        requireHash("stateBefore", bytes(outcome.stateBefore()));
        requireHash("stateAfter", bytes(outcome.stateAfter()));
        requireHash("settlementRoot", bytes(outcome.settlementRoot()));
        if (outcome.lines() < 0 || outcome.inputs() < 0) {
            throw new IllegalArgumentException(
                    "lines and inputs must be >= 0, are " + outcome.lines() + " and " + outcome.inputs());
        }
    }

    /** The claim that follows from an outcome under the rules of this version. */
    public static RunClaim of(ItemKey item, byte[] bookHash, byte[] initialRoot, DeliveryOutcome outcome) {
        return new RunClaim(
                hash(item, bookHash, initialRoot, outcome), MarketTerms.RULE_VERSION, bookHash, initialRoot, outcome);
    }

    private static byte[] hash(ItemKey item, byte[] bookHash, byte[] initialRoot, DeliveryOutcome outcome) {
        return new RunHash(new Sha256()).of(item.area(), item.periodStart(), run(item), bookHash, initialRoot, outcome);
    }

    /** The kernel's name of an item's run. */
    public static SettlementRun run(ItemKey item) {
        return switch (item.run()) {
            case ItemKey.INITIAL -> SettlementRun.INITIAL;
            case ItemKey.METERED -> SettlementRun.METERED;
            default -> SettlementRun.correction(item.revision());
        };
    }

    /** h of an item with these contents, whatever the claim says that it is, 32 bytes. */
    public byte[] hashOf(ItemKey item) {
        return hash(item, bookHash, initialRoot, outcome);
    }

    /** Chain over what the run leaves, 32 bytes. */
    public byte[] stateAfter() {
        return bytes(outcome.stateAfter());
    }

    /** Root over the settlement lines, 32 bytes. */
    public byte[] settlementRoot() {
        return bytes(outcome.settlementRoot());
    }

    /** Number of settlement lines. */
    public long settlementLines() {
        return outcome.lines();
    }

    /** Appends the canonical bytes: what h covers, in its order, behind h itself. */
    CanonicalWriter write(CanonicalWriter writer) {
        writer.raw(outcomeHash)
                .int32(ruleVersion)
                .raw(bookHash)
                .raw(initialRoot)
                .int64(outcome.inputs())
                .raw(bytes(outcome.inputHash()))
                .raw(bytes(outcome.stateBefore()))
                .raw(bytes(outcome.stateAfter()));
        for (long figure : outcome.figures().values()) {
            writer.int64(figure);
        }
        return writer.int64(outcome.lines()).raw(settlementRoot());
    }

    /** Whether every field is the same. */
    public boolean isSameAs(RunClaim other) {
        return Arrays.equals(
                write(new CanonicalWriter()).toBytes(),
                other.write(new CanonicalWriter()).toBytes());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static void requireHash(String name, byte[] hash) {
        if (hash.length != Sha256.LENGTH) {
            throw new IllegalArgumentException(name + " has 32 bytes, not " + hash.length);
        }
    }
}
