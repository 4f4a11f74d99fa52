package io.gridclear.billing.intake;

import static io.gridclear.billing.intake.Column.bytes;
import static io.gridclear.billing.intake.Column.date;
import static io.gridclear.billing.intake.Column.instant;
import static io.gridclear.billing.intake.Column.ofBoolean;
import static io.gridclear.billing.intake.Column.ofInt;
import static io.gridclear.billing.intake.Column.ofLong;
import static io.gridclear.billing.intake.Column.text;

import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.util.List;

/** The tables that records go into, field by field. */
final class Tables {

    /** Every field of a line. */
    static final RowTable<SettlementLine> LINES = new RowTable<>(
            "billing.settlement_line",
            List.of(
                    text("settlement_id", SettlementLine::getSettlementId),
                    text("line_id", SettlementLine::getLineId),
                    text("run", line -> line.getRun().name()),
                    ofInt("revision", SettlementLine::getRevision),
                    ofLong("line_index", SettlementLine::getLineIndex),
                    text("area_mrid", SettlementLine::getAreaMrid),
                    instant("period_start", SettlementLine::getPeriodStart),
                    instant("period_end", SettlementLine::getPeriodEnd),
                    date("settlement_date", SettlementLine::getSettlementDate),
                    ofInt("period_number", SettlementLine::getPeriodNumber),
                    text("market_participant_mrid", SettlementLine::getMarketParticipantMrid),
                    text("counterparty_mrid", SettlementLine::getCounterpartyMrid),
                    text("usage_point_mrid", SettlementLine::getUsagePointMrid),
                    text("order_id", SettlementLine::getOrderId),
                    text("charge_type", line -> line.getChargeType().name()),
                    text("direction", line -> line.getDirection().name()),
                    ofLong("quantity_wh", SettlementLine::getQuantityWh),
                    ofLong("price_nano_per_wh", SettlementLine::getPrice),
                    ofLong("amount_nano", SettlementLine::getAmountNano),
                    ofLong("delta_nano", SettlementLine::getDeltaNano),
                    text("reference", SettlementLine::getReference),
                    text("currency", SettlementLine::getCurrency),
                    ofBoolean("estimated", SettlementLine::getEstimated)));

    /** What a clearing says of its INITIAL run. */
    static final RowTable<ClearingResult> CLEARINGS = new RowTable<>(
            "billing.settlement_run",
            List.of(
                    text("area_mrid", ClearingResult::getAreaMrid),
                    instant("period_start", ClearingResult::getPeriodStart),
                    text("run", clearing -> SettlementRun.INITIAL.name()),
                    ofInt("revision", clearing -> 0),
                    ofInt("rule_version", ClearingResult::getRuleVersion),
                    ofLong("period_ms", clearing -> clearing.getTerms().getPeriodMs()),
                    text("currency", clearing -> clearing.getTerms().getCurrency()),
                    text("time_zone", clearing -> clearing.getTerms().getTimeZone()),
                    text(
                            "grid_participant_mrid",
                            clearing -> clearing.getTerms().getGridParticipantMrid()),
                    ofLong("settlement_lines", ClearingResult::getSettlementLines),
                    ofLong("debit_nano", ClearingResult::getDebitNano),
                    ofLong("credit_nano", ClearingResult::getCreditNano),
                    bytes("settlement_root", ClearingResult::getSettlementRoot),
                    bytes("trades_root", ClearingResult::getTradesRoot),
                    bytes("input_hash", ClearingResult::getInputHash),
                    Column.<ClearingResult>instant("published_at", ClearingResult::getPublishedAt)
                            .byTheWay()));

    /** What the application says of a METERED or CORRECTION run. */
    static final RowTable<SettlementRunResult> LATER_RUNS = new RowTable<>(
            "billing.settlement_run",
            List.of(
                    text("area_mrid", SettlementRunResult::getAreaMrid),
                    instant("period_start", SettlementRunResult::getPeriodStart),
                    text("run", run -> run.getRun().name()),
                    ofInt("revision", SettlementRunResult::getRevision),
                    ofInt("rule_version", SettlementRunResult::getRuleVersion),
                    ofLong("period_ms", run -> run.getTerms().getPeriodMs()),
                    text("currency", run -> run.getTerms().getCurrency()),
                    text("time_zone", run -> run.getTerms().getTimeZone()),
                    text("grid_participant_mrid", run -> run.getTerms().getGridParticipantMrid()),
                    ofLong("settlement_lines", SettlementRunResult::getSettlementLines),
                    ofLong("debit_nano", SettlementRunResult::getDebitNano),
                    ofLong("credit_nano", SettlementRunResult::getCreditNano),
                    bytes("settlement_root", SettlementRunResult::getSettlementRoot),
                    bytes("input_hash", SettlementRunResult::getInputHash),
                    bytes("initial_root", SettlementRunResult::getInitialRoot),
                    bytes("state_before", SettlementRunResult::getStateBefore),
                    bytes("state_after", SettlementRunResult::getStateAfter),
                    ofLong("changed_lines", SettlementRunResult::getChangedLines),
                    ofLong("vanished_lines", SettlementRunResult::getVanishedLines),
                    Column.<SettlementRunResult>instant("published_at", SettlementRunResult::getPublishedAt)
                            .byTheWay()));

    /** A receipt may be made again from a younger header: its proof is then another, what it proves is not. */
    static final RowTable<Receipt> RECEIPTS = new RowTable<>(
            "billing.receipt",
            List.of(
                    text("area_mrid", Receipt::getAreaMrid),
                    instant("period_start", Receipt::getPeriodStart),
                    text("run", receipt -> receipt.getRun().name()),
                    ofInt("revision", Receipt::getRevision),
                    ofLong("first_line_index", Receipt::getFirstLineIndex),
                    text("status", receipt -> receipt.getStatus().name()),
                    ofLong("settlement_lines", Receipt::getSettlementLines),
                    bytes("settlement_root", Receipt::getSettlementRoot),
                    bytes("batch_digest", Receipt::getBatchDigest),
                    bytes("claimed_hash", Receipt::getClaimedHash),
                    bytes("verified_hash", Receipt::getVerifiedHash),
                    bytes("leaf_hashes", Receipt::getLeafHashes),
                    bytes("path", Receipt::getPath),
                    text("chain_id", Receipt::getChainId),
                    ofLong("decided_height", Receipt::getDecidedHeight),
                    Column.<Receipt>bytes("proof", Receipt::getProof).byTheWay(),
                    Column.<Receipt>instant("published_at", Receipt::getPublishedAt)
                            .byTheWay()));

    private Tables() {}
}
