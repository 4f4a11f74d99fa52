package io.gridclear.benchmarks.kernel;

import io.gridclear.market.auction.TwoStageAuction;

/** Takes every trade and keeps a number that depends on each of its values and on the order of all. */
final class TradeChecksum implements TwoStageAuction.TradeSink {

    private long checksum;
    private long trades;

    @Override
    public void onTrade(int stage, int sellOrdinal, int buyOrdinal, long quantityWh, long price) {
        checksum = checksum * 31 + (((long) sellOrdinal << 32 | buyOrdinal) ^ quantityWh * price) + stage;
        trades++;
    }

    long checksum() {
        return checksum;
    }

    long trades() {
        return trades;
    }
}
