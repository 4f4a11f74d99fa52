package io.gridclear.bridge.operator;

/**
 * Bounds of what a bridge does at a time.
 *
 * @param mostUnderWay items between clearing and receipts; further clearings wait in their topic
 * @param mostLinesUnderWay settlement lines whose leaves are held, 32 bytes each; one item alone may have more
 * @param mostPerTransaction items whose receipts are written in one transaction
 * @param mostReceiptBytes leaves in one transaction, bytes; one item alone may have more
 * @param assembleForMs how long one turn may go on to assemble, ms: the group must hear from its member
 * @param scoresEveryMs how often scores are looked at, ms
 */
public record BridgeLimits(
        int mostUnderWay,
        long mostLinesUnderWay,
        int mostPerTransaction,
        long mostReceiptBytes,
        long assembleForMs,
        long scoresEveryMs) {

    /**
     * 256 items are a quarter-hour of as many areas; two million lines are 64 MB; a transaction of 64 items and 8 MB is
     * committed in well under a second; a turn of one second leaves the group's five minutes untouched.
     */
    public static final BridgeLimits DEFAULT = new BridgeLimits(256, 2_000_000, 64, 8L * 1024 * 1024, 1_000, 5_000);
}
