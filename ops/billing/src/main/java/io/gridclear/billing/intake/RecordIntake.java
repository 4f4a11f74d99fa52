package io.gridclear.billing.intake;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.serde.UndecodableRecordException;
import io.gridclear.verify.KernelLines;
import io.gridclear.verify.VerificationException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Decodes records and checks what each says by itself. Single-threaded. */
final class RecordIntake {

    /** Topics that billing reads. */
    static final List<String> TOPICS = List.of(
            TopicCatalogue.SETTLEMENT_LINES.name(),
            TopicCatalogue.CLEARINGS.name(),
            TopicCatalogue.SETTLEMENT_RUNS.name(),
            TopicCatalogue.RECEIPTS.name());

    /** No id or amount of a line depends on the zone; its leaf does, which reconciliation checks. */
    private static final String ANY_ZONE = "UTC";

    private static final int HASH_BYTES = 32;

    private final Deserializer<SettlementLine> lines;
    private final Deserializer<ClearingResult> clearings;
    private final Deserializer<SettlementRunResult> laterRuns;
    private final Deserializer<Receipt> receipts;
    private final Sha256 sha256 = new Sha256();
    private final CanonicalWriter writer = new CanonicalWriter();

    RecordIntake(ContractSerdes serdes) {
        lines = serdes.deserializer(TopicCatalogue.SETTLEMENT_LINES);
        clearings = serdes.deserializer(TopicCatalogue.CLEARINGS);
        laterRuns = serdes.deserializer(TopicCatalogue.SETTLEMENT_RUNS);
        receipts = serdes.deserializer(TopicCatalogue.RECEIPTS);
    }

    /** Ends the look at a record; its message becomes the reason. */
    private static final class InvalidException extends Exception {

        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Puts a record into a batch, as a row or as one that is set aside.
     *
     * @throws io.gridclear.schemas.registry.RegistryUnavailableException if its schema cannot be had at the moment
     */
    void take(Arrival arrival, Batch batch) {
        byte[] value = arrival.value();
        if (value == null) {
            // books are never deleted: a tombstone says nothing about a line
            batch.tombstone();
            return;
        }
        String topic = arrival.partition().topic();
        try {
            if (topic.equals(TopicCatalogue.SETTLEMENT_LINES.name())) {
                SettlementLine line = decoded(lines, topic, value);
                check(line);
                batch.line(arrival, line);
            } else if (topic.equals(TopicCatalogue.CLEARINGS.name())) {
                ClearingResult clearing = decoded(clearings, topic, value);
                check(clearing);
                batch.clearing(arrival, clearing);
            } else if (topic.equals(TopicCatalogue.SETTLEMENT_RUNS.name())) {
                SettlementRunResult run = decoded(laterRuns, topic, value);
                check(run);
                batch.laterRun(arrival, run);
            } else {
                Receipt receipt = decoded(receipts, topic, value);
                check(receipt);
                batch.receipt(arrival, receipt);
            }
        } catch (UndecodableRecordException e) {
            batch.reject(arrival, Rejection.Reason.UNDECODABLE, String.valueOf(e.getMessage()));
        } catch (InvalidException e) {
            batch.reject(arrival, Rejection.Reason.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static <T extends SpecificRecord> T decoded(Deserializer<T> deserializer, String topic, byte[] value) {
        T record = deserializer.deserialize(topic, value);
        if (record == null) {
            throw new IllegalStateException("bytes of " + topic + " were decoded to nothing");
        }
        return record;
    }

    private void check(SettlementLine line) throws InvalidException {
        long periodMs =
                line.getPeriodEnd().toEpochMilli() - line.getPeriodStart().toEpochMilli();
        require(periodMs > 0, "its period ends before it begins");
        require(!line.getMarketParticipantMrid().isEmpty(), "it is for nobody");
        try {
            LocalDate.parse(line.getSettlementDate());
            io.gridclear.market.settlement.SettlementLine kernel = KernelLines.of(
                    line,
                    new SettlementPeriod(
                            line.getAreaMrid(),
                            line.getPeriodStart().toEpochMilli(),
                            periodMs,
                            line.getCurrency(),
                            ANY_ZONE));
            byte[] lineId = kernel.lineId(writer, sha256);
            requireSame("lineId", line.getLineId(), hex(lineId));
            requireSame("settlementId", line.getSettlementId(), hex(kernel.settlementId(lineId, writer, sha256)));
            requireSame("amountNano", line.getAmountNano(), kernel.amountNano());
        } catch (VerificationException e) {
            throw new InvalidException(e.reason());
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new InvalidException(String.valueOf(e.getMessage()));
        }
    }

    private static void check(ClearingResult clearing) throws InvalidException {
        require(!clearing.getAreaMrid().isEmpty(), "it is of no area");
        require(clearing.getSettlementRoot().remaining() == HASH_BYTES, "its settlement root is none");
        require(clearing.getTerms().getPeriodMs() > 0, "its period has no length");
    }

    private static void check(SettlementRunResult run) throws InvalidException {
        require(!run.getAreaMrid().isEmpty(), "it is of no area");
        require(
                run.getRun() == SettlementRun.METERED || run.getRun() == SettlementRun.CORRECTION,
                "its run is neither METERED nor CORRECTION");
        require(run.getSettlementRoot().remaining() == HASH_BYTES, "its settlement root is none");
        require(run.getInitialRoot().remaining() == HASH_BYTES, "its INITIAL run's root is none");
        require(
                run.getStateBefore().remaining() == HASH_BYTES
                        && run.getStateAfter().remaining() == HASH_BYTES,
                "the hash of what counted before or after it is none");
        require(run.getTerms().getPeriodMs() > 0, "its period has no length");
    }

    private static void check(Receipt receipt) throws InvalidException {
        require(!receipt.getAreaMrid().isEmpty(), "it is of no area");
        require(receipt.getRun() != SettlementRun.UNSPECIFIED, "it is of no run");
        require(receipt.getStatus() != LedgerStatus.UNSPECIFIED, "it has no status");
        require(receipt.getSettlementRoot().remaining() == HASH_BYTES, "its settlement root is none");
        require(receipt.getFirstLineIndex() >= 0, "its first line is none");
    }

    private static void requireSame(String field, Object is, Object mustBe) throws InvalidException {
        require(is.equals(mustBe), "its " + field + " is " + is + ", but " + mustBe + " follows from its other fields");
    }

    private static void require(boolean holds, String otherwise) throws InvalidException {
        if (!holds) {
            throw new InvalidException(otherwise);
        }
    }

    private static String hex(byte[] hash) {
        return io.gridclear.market.settlement.SettlementLine.hex(hash);
    }
}
