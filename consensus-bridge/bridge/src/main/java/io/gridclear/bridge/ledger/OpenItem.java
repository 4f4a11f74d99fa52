package io.gridclear.bridge.ledger;

import io.gridclear.ledger.item.ItemKey;
import java.util.Map;

/**
 * An item that waits for attestations.
 *
 * @param item the item
 * @param batchDigest digest of its batch, 32 bytes
 * @param claimedHash the operator's h, 32 bytes
 * @param settlementRoot the operator's settlement root, 32 bytes
 * @param lines number of settlement lines that the operator claims
 * @param attestations h by the agent's address in hexadecimal
 */
@SuppressWarnings("ArrayRecordComponent") // compared field by field where it matters
public record OpenItem(
        ItemKey item,
        byte[] batchDigest,
        byte[] claimedHash,
        byte[] settlementRoot,
        long lines,
        Map<String, byte[]> attestations) {

    public OpenItem {
        attestations = Map.copyOf(attestations);
    }
}
