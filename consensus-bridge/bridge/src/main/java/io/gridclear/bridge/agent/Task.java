package io.gridclear.bridge.agent;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.ItemView;

/**
 * What is to be executed, as the ledger has it.
 *
 * @param item the item
 * @param batchDigest digest of its batch, 32 bytes
 * @param claimedHash the operator's h, 32 bytes
 * @param settlementRoot the operator's settlement root, 32 bytes
 * @param lines number of settlement lines that the operator claims
 */
@SuppressWarnings("ArrayRecordComponent") // compared field by field
record Task(ItemKey item, byte[] batchDigest, byte[] claimedHash, byte[] settlementRoot, long lines) {

    static Task of(ItemView view) {
        return new Task(view.item(), view.batchDigest(), view.claimedHash(), view.settlementRoot(), view.lines());
    }

    static Task of(Outcome outcome) {
        return new Task(
                outcome.item(),
                outcome.batchDigest(),
                outcome.claimedHash(),
                outcome.settlementRoot(),
                outcome.lines());
    }
}
