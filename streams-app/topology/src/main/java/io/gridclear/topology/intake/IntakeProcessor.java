package io.gridclear.topology.intake;

import io.gridclear.market.order.RejectReason;
import io.gridclear.records.BookEntryRecords;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.RoutedBid;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.signing.BidSignedBytes;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.areas.AreaRules;
import io.gridclear.topology.areas.MarketIds;
import io.gridclear.topology.errors.PoisonRecordException;
import io.gridclear.topology.metrics.MarketMetrics;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Checks who sends a bid and whether it is signed, in the order of the market rules: UNKNOWN_USAGE_POINT, BAD_SIGNATURE,
 * UNKNOWN_AREA. What passes goes on under its area's key; what is refused under its participant's.
 */
final class IntakeProcessor implements Processor<String, Bid, String, IntakeResult> {

    private final UsagePointRegisters registers;
    private final Function<ProcessorContext<?, ?>, AreaDirectory> directories;
    private final SignatureRule signatures;
    private final MarketMetrics metrics;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    private ProcessorContext<String, IntakeResult> context;

    @SuppressWarnings("NullAway.Init")
    private UsagePointRegister register;

    @SuppressWarnings("NullAway.Init")
    private AreaDirectory directory;

    IntakeProcessor(
            UsagePointRegisters registers,
            Function<ProcessorContext<?, ?>, AreaDirectory> directories,
            SignatureRule signatures,
            MarketMetrics metrics) {
        this.registers = registers;
        this.directories = directories;
        this.signatures = signatures;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, IntakeResult> processorContext) {
        context = processorContext;
        register = registers.of(processorContext);
        directory = directories.apply(processorContext);
    }

    @Override
    public void process(Record<String, Bid> record) {
        Bid bid = record.value();
        requireMeaning(bid);
        UsagePointRegister.Registration registration =
                bid.getUsagePointMrid().equals(record.key()) ? register.find(record.key()) : null;
        if (registration == null) {
            refuse(record, "", "", RejectReason.UNKNOWN_USAGE_POINT, unknown(record));
            return;
        }
        String participant = registration.participant();
        String area = registration.area();
        AreaRules rules = directory.find(area);
        String badSignature = signatures.fault(
                "bid", bid.getSignature(), registration.publicKey(), rules, () -> BidSignedBytes.of(bid));
        if (badSignature != null) {
            refuse(record, participant, area, RejectReason.BAD_SIGNATURE, badSignature);
            return;
        }
        if (rules == null) {
            refuse(record, participant, area, RejectReason.UNKNOWN_AREA, "area " + area + " is not configured");
            return;
        }
        RecordMetadata source = source();
        // the sender's headers stay behind: no rule reads them, and they could make the routed bid too large to send
        context.forward(
                new Record<>(
                        area,
                        new IntakeResult.Routed(
                                new RoutedBid(bid, area, participant, source.partition(), source.offset())),
                        record.timestamp()),
                Intake.ROUTED);
    }

    private static void requireMeaning(@Nullable Bid bid) {
        if (bid == null) {
            throw new PoisonRecordException("a bid without a value; to cancel an order send a revision of quantity 0");
        }
        if (bid.getSide() == Side.UNSPECIFIED) {
            throw new PoisonRecordException("the side is neither SELL nor BUY");
        }
        requireId("usagePointMrid", bid.getUsagePointMrid());
        requireId("orderId", bid.getOrderId());
        Long limitPrice = bid.getLimitPrice();
        if (limitPrice != null && limitPrice == BookEntryRecords.NO_PRICE) {
            throw new PoisonRecordException("limitPrice must not be " + limitPrice);
        }
        if (bid.getRevision() < 0) {
            throw new PoisonRecordException("revision must be >= 0, is " + bid.getRevision());
        }
    }

    private static void requireId(String name, String id) {
        String fault = MarketIds.fault(name, id);
        if (fault != null) {
            throw new PoisonRecordException(fault);
        }
    }

    private static String unknown(Record<String, Bid> record) {
        String point = record.value().getUsagePointMrid();
        return point.equals(record.key())
                ? "usage point " + point + " is not registered"
                : "the record's key is not the bid's usage point " + point;
    }

    private void refuse(
            Record<String, Bid> record, String participant, String area, RejectReason reason, String detail) {
        metrics.rejected(reason);
        RecordMetadata source = source();
        long nowMs = context.currentSystemTimeMs();
        context.forward(
                new Record<>(
                        participant.isEmpty() ? record.value().getUsagePointMrid() : participant,
                        new IntakeResult.Refused(Rejections.of(
                                record.value(),
                                participant,
                                area,
                                reason,
                                detail,
                                source.partition(),
                                source.offset(),
                                nowMs)),
                        nowMs),
                Intake.REFUSED);
    }

    private RecordMetadata source() {
        return context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a bid always has a place in its topic"));
    }

    @Override
    public void close() {
        registers.closed(context.taskId());
    }
}
