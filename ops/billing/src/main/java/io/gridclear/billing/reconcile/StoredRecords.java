package io.gridclear.billing.reconcile;

import io.gridclear.schemas.avro.ChargeType;
import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows as the records that they were written from, field by field: what they come to is then what was published. */
final class StoredRecords {

    private StoredRecords() {}

    static SettlementLine line(ResultSet row) throws SQLException {
        return new SettlementLine(
                row.getString("line_id"),
                row.getString("settlement_id"),
                SettlementRun.valueOf(row.getString("run")),
                row.getInt("revision"),
                row.getLong("line_index"),
                row.getString("area_mrid"),
                StoredRun.instant(row, "period_start"),
                StoredRun.instant(row, "period_end"),
                row.getString("settlement_date"),
                row.getInt("period_number"),
                row.getString("market_participant_mrid"),
                row.getString("counterparty_mrid"),
                row.getString("usage_point_mrid"),
                row.getString("order_id"),
                ChargeType.valueOf(row.getString("charge_type")),
                Direction.valueOf(row.getString("direction")),
                row.getLong("quantity_wh"),
                row.getLong("price_nano_per_wh"),
                row.getLong("amount_nano"),
                row.getLong("delta_nano"),
                row.getString("reference"),
                row.getString("currency"),
                row.getBoolean("estimated"));
    }

    static Receipt receipt(ResultSet row) throws SQLException {
        return Receipt.newBuilder()
                .setAreaMrid(row.getString("area_mrid"))
                .setPeriodStart(StoredRun.instant(row, "period_start"))
                .setRun(SettlementRun.valueOf(row.getString("run")))
                .setRevision(row.getInt("revision"))
                .setStatus(LedgerStatus.valueOf(row.getString("status")))
                .setBatchDigest(bytes(row, "batch_digest"))
                .setClaimedHash(bytes(row, "claimed_hash"))
                .setVerifiedHash(bytes(row, "verified_hash"))
                .setSettlementRoot(bytes(row, "settlement_root"))
                .setSettlementLines(row.getLong("settlement_lines"))
                .setFirstLineIndex(row.getLong("first_line_index"))
                .setLeafHashes(bytes(row, "leaf_hashes"))
                .setPath(bytes(row, "path"))
                .setChainId(row.getString("chain_id"))
                .setDecidedHeight(row.getLong("decided_height"))
                .setProof(bytes(row, "proof"))
                .setPublishedAt(StoredRun.instant(row, "published_at"))
                .build();
    }

    private static ByteBuffer bytes(ResultSet row, String column) throws SQLException {
        return ByteBuffer.wrap(row.getBytes(column));
    }
}
