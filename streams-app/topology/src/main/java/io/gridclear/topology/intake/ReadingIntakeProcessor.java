package io.gridclear.topology.intake;

import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.RoutedReading;
import io.gridclear.schemas.signing.MeterReadingSignedBytes;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.areas.AreaRules;
import io.gridclear.topology.areas.MarketIds;
import io.gridclear.topology.errors.PoisonRecordException;
import io.gridclear.topology.metrics.MarketMetrics;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Checks who sends a reading, whether it is signed, and whether it can be, in the order of {@link ReadingRefusal}. What
 * passes goes on to metering; what does not goes to the dead letters, with the reason.
 */
final class ReadingIntakeProcessor implements Processor<String, MeterReading, String, RoutedReading> {

    private final UsagePointRegisters registers;
    private final Function<ProcessorContext<?, ?>, AreaDirectory> directories;
    private final SignatureRule signatures;
    private final MarketMetrics metrics;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    private ProcessorContext<String, RoutedReading> context;

    @SuppressWarnings("NullAway.Init")
    private UsagePointRegister register;

    @SuppressWarnings("NullAway.Init")
    private AreaDirectory directory;

    ReadingIntakeProcessor(
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
    public void init(ProcessorContext<String, RoutedReading> processorContext) {
        context = processorContext;
        register = registers.of(processorContext);
        directory = directories.apply(processorContext);
    }

    @Override
    public void process(Record<String, MeterReading> record) {
        MeterReading reading = record.value();
        if (reading == null) {
            throw refused(
                    ReadingRefusal.POISON_RECORD,
                    "a reading without a value; to take one back send a revision with the quality MISSING");
        }
        String point = reading.getUsagePointMrid();
        String fault = MarketIds.fault("usagePointMrid", point);
        if (fault != null) {
            throw refused(ReadingRefusal.POISON_RECORD, fault);
        }
        if (!point.equals(record.key())) {
            throw refused(
                    ReadingRefusal.UNKNOWN_USAGE_POINT, "the record's key is not the reading's usage point " + point);
        }
        UsagePointRegister.Registration registration = register.find(point);
        if (registration == null) {
            throw refused(ReadingRefusal.UNKNOWN_USAGE_POINT, "usage point " + point + " is not registered");
        }
        String area = registration.area();
        AreaRules rules = directory.find(area);
        String badSignature = signatures.fault(
                "reading",
                reading.getSignature(),
                registration.publicKey(),
                rules,
                () -> MeterReadingSignedBytes.of(reading));
        if (badSignature != null) {
            throw refused(ReadingRefusal.BAD_SIGNATURE, badSignature);
        }
        if (rules == null) {
            throw refused(ReadingRefusal.UNKNOWN_AREA, "area " + area + " is not configured");
        }
        ReadingRules.Fault bad = ReadingRules.fault(reading, rules.terms(), context.currentSystemTimeMs());
        if (bad != null) {
            throw refused(bad.reason(), bad.detail());
        }
        // the sender's headers stay behind, as a bid's do
        context.forward(new Record<>(
                point, new RoutedReading(reading, area, registration.participant()), context.currentSystemTimeMs()));
    }

    private PoisonRecordException refused(ReadingRefusal reason, String detail) {
        metrics.readingRefused(reason.name());
        return new PoisonRecordException(reason.name(), detail);
    }

    @Override
    public void close() {
        registers.closed(context.taskId());
    }
}
