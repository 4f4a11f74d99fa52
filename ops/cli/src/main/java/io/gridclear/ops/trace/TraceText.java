package io.gridclear.ops.trace;

import io.gridclear.ledger.item.Outcome;
import io.gridclear.ops.topic.Found;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookOrder;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.RoutePath;
import io.gridclear.schemas.avro.SettlementInput;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.schemas.avro.TradeRoute;
import io.gridclear.verify.BlockReceipt;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A trace for people: what it is, then where each thing stands, as topic-partition@offset. */
public final class TraceText {

    private final List<String> out = new ArrayList<>();

    private TraceText() {}

    /** The trace in lines. */
    public static List<String> of(LineTrace trace) {
        TraceText text = new TraceText();
        text.line(trace.latest());
        text.runs(trace.lines());
        text.trade(trace);
        text.book(trace);
        text.clearing(trace);
        text.delivery(trace);
        text.ledger(trace);
        return text.out;
    }

    private void head(String head) {
        out.add("");
        out.add(head);
    }

    private void row(String text, Found<?> found) {
        out.add(String.format(Locale.ROOT, "  %-78s %s", text, found.place()));
    }

    private void line(SettlementLine line) {
        out.add("line " + line.getLineId());
        out.add("  " + line.getChargeType() + " of " + line.getReference());
        out.add("  " + line.getMarketParticipantMrid() + " with " + line.getCounterpartyMrid() + ", usage point "
                + line.getUsagePointMrid() + (line.getOrderId().isEmpty() ? "" : ", order " + line.getOrderId()));
        out.add("  " + line.getAreaMrid() + ", delivery " + line.getPeriodStart() + " to " + line.getPeriodEnd()
                + ", number " + line.getPeriodNumber() + " of " + line.getSettlementDate());
    }

    private static String run(SettlementRun run, int revision) {
        return run == SettlementRun.CORRECTION ? run + " " + revision : run.name();
    }

    private void runs(List<Found<SettlementLine>> lines) {
        head("runs: balance, and change against the run before");
        for (Found<SettlementLine> found : lines) {
            SettlementLine line = found.value();
            long balance = line.getDirection() == Direction.CREDIT ? line.getAmountNano() : -line.getAmountNano();
            row(
                    run(line.getRun(), line.getRevision()) + ": " + line.getQuantityWh() + " Wh at " + line.getPrice()
                            + ", " + money(balance) + " " + line.getCurrency() + ", change "
                            + money(line.getDeltaNano())
                            + (line.getEstimated() ? ", estimated" : ""),
                    found);
            out.add("    line " + line.getLineIndex() + " of the run, settlement " + line.getSettlementId());
        }
    }

    private void trade(LineTrace trace) {
        Found<Trade> found = trace.trade();
        if (found == null) {
            return;
        }
        Trade trade = found.value();
        head("trade");
        row(
                trade.getTradeId() + ", stage " + trade.getStage() + ": " + trade.getQuantityWh() + " Wh at "
                        + trade.getPrice(),
                found);
        out.add("    " + trade.getSellParticipantMrid() + " to " + trade.getBuyParticipantMrid());
        Found<TradeRoute> routed = trace.route();
        if (routed == null) {
            return;
        }
        TradeRoute route = routed.value();
        row(
                "from bus " + route.getSellBus() + " to bus " + route.getBuyBus()
                        + (route.getCurtailedWh() == 0
                                ? ""
                                : ", " + route.getCurtailedWh() + " Wh curtailed: " + route.getReason()),
                routed);
        for (RoutePath path : route.getPaths()) {
            out.add("    " + path.getEnergyWh() + " Wh over " + String.join(" - ", path.getBuses()));
        }
    }

    private void book(LineTrace trace) {
        head("log of the period");
        for (Found<BookEntry> found : trace.entries()) {
            BookEntry entry = found.value();
            BookOrder order = entry.getOrder();
            row("entry " + entry.getSequence() + ", " + entry.getKind() + " at " + entry.getRecordedAt(), found);
            if (order != null) {
                out.add("    " + order.getSide() + " " + order.getQuantityWh() + " Wh at " + order.getPrice() + " by "
                        + order.getMarketParticipantMrid() + ", " + order.getUsagePointMrid() + ", order "
                        + order.getOrderId() + (order.getBus().isEmpty() ? "" : ", bus " + order.getBus()));
            }
            PeriodTerms terms = entry.getTerms();
            if (terms != null) {
                out.add("    terms: feed-in " + terms.getFeedInTariff() + ", retail " + terms.getRetailTariff()
                        + ", grid fee "
                        + terms.getGridFee() + ", tax " + terms.getEnergyTax() + ", imbalance spread "
                        + terms.getImbalanceSpread() + ", feeder "
                        + (terms.getFeeder().hasRemaining() ? hex(terms.getFeeder()) : "none"));
            }
        }
    }

    private void clearing(LineTrace trace) {
        Found<ClearingResult> found = trace.clearing();
        head("clearing");
        if (found == null) {
            out.add("  not in its topic");
            return;
        }
        ClearingResult result = found.value();
        row(
                (result.getStage1Trades() + result.getStage2Trades()) + " trades, reference price "
                        + result.getReferencePrice() + ", " + result.getSettlementLines() + " lines",
                found);
        out.add("    input hash      " + hex(result.getInputHash()));
        out.add("    settlement root " + hex(result.getSettlementRoot()));
    }

    private void delivery(LineTrace trace) {
        if (trace.runs().isEmpty()
                && trace.energies().isEmpty()
                && trace.readings().isEmpty()) {
            head("delivery: nothing is metered or settled of it yet");
            return;
        }
        head("delivery");
        for (Found<MeterReading> found : trace.readings()) {
            MeterReading reading = found.value();
            row(
                    "reading " + reading.getUsagePointMrid() + ", revision " + reading.getRevision() + ": import "
                            + reading.getImportWh() + " Wh, export " + reading.getExportWh() + " Wh, "
                            + reading.getQuality(),
                    found);
            out.add("    " + reading.getIntervalStart() + " to " + reading.getIntervalEnd());
        }
        for (Found<PeriodEnergy> found : trace.energies()) {
            PeriodEnergy energy = found.value();
            row(
                    "energy " + energy.getUsagePointMrid() + ", revision " + energy.getRevision() + ": import "
                            + energy.getImportWh() + " Wh, export " + energy.getExportWh() + " Wh, "
                            + energy.getQuality() + ", " + energy.getCoveredMs() + " ms covered",
                    found);
        }
        for (Found<SettlementRunResult> found : trace.runs()) {
            SettlementRunResult run = found.value();
            row(
                    run(run.getRun(), run.getRevision()) + ": " + run.getSettlementLines() + " lines, "
                            + run.getChangedLines() + " changed, " + run.getVanishedLines() + " vanished",
                    found);
            out.add("    settlement root " + hex(run.getSettlementRoot()));
            out.add("    h               " + hex(run.getRunHash()));
            for (PointInput input : trace.inputs()) {
                if (input.part().value().getRevision() == run.getRevision()) {
                    input(input);
                }
            }
        }
    }

    private void input(PointInput found) {
        SettlementInput input = found.input();
        row(
                "  from " + input.getUsagePointMrid() + ": import " + input.getImportWh() + " Wh, export "
                        + input.getExportWh() + " Wh, " + input.getCoveredMs() + " ms covered"
                        + (input.getEstimated() ? ", estimated" : ""),
                found.part());
    }

    private void ledger(LineTrace trace) {
        head("ledger");
        if (trace.receipts().isEmpty()) {
            out.add("  no receipt yet");
        }
        for (Found<Receipt> found : trace.receipts()) {
            Receipt receipt = found.value();
            row(
                    run(receipt.getRun(), receipt.getRevision()) + ": " + receipt.getStatus() + " at height "
                            + receipt.getDecidedHeight() + " of " + receipt.getChainId(),
                    found);
            outcome(receipt);
            attestations(trace, receipt);
        }
    }

    private void attestations(LineTrace trace, Receipt receipt) {
        for (Attestation attestation : trace.attestations()) {
            if (attestation.isOf(receipt.getRun().name(), receipt.getRevision())) {
                out.add(String.format(
                        Locale.ROOT,
                        "      %-13s at height %d to %s",
                        attestation.agent(),
                        attestation.height(),
                        attestation.hash()));
            }
        }
    }

    /** By the proof: what a receipt says beside it, anybody could have written. */
    private void outcome(Receipt receipt) {
        try {
            Outcome outcome = BlockReceipt.of(receipt).outcome();
            out.add("    attested by " + outcome.attestations() + " of " + outcome.agents() + " agents, produced by "
                    + HexFormat.of().formatHex(outcome.producer()));
            out.add("    h attested      " + HexFormat.of().formatHex(outcome.verifiedHash()));
            if (outcome.status() == Outcome.Status.DISPUTED) {
                out.add("    h claimed       " + HexFormat.of().formatHex(outcome.claimedHash()));
            }
            out.add("    batch           " + HexFormat.of().formatHex(outcome.batchDigest()));
        } catch (IllegalArgumentException e) {
            out.add("    its proof is none: " + e.getMessage());
        }
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private static String money(long nano) {
        return new BigDecimal(nano).movePointLeft(9).setScale(9).toPlainString();
    }
}
