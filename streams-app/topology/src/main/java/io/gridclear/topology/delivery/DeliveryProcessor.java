package io.gridclear.topology.delivery;

import io.gridclear.schemas.avro.DeliveryEvent;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.metrics.DeliveryMetrics;
import io.gridclear.topology.output.Outgoing;
import io.gridclear.topology.output.Output;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Delivery of one task's areas: keeps items and energies, and makes the runs on the clock. Input key: area. */
final class DeliveryProcessor implements Processor<String, DeliveryEvent, String, Outgoing>, Output {

    private final Duration clockInterval;
    private final Deserializer<MarketArea> areaDeserializer;
    private final LongSupplier areaChanges;
    private final DeliveryTimes times;
    private final DeliveryMetrics metrics;
    private final DeliveryLimits limits;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    private ProcessorContext<String, Outgoing> context;

    @SuppressWarnings("NullAway.Init")
    private DeliveryIntake intake;

    @SuppressWarnings("NullAway.Init")
    private DeliverySteps steps;

    DeliveryProcessor(
            Duration clockInterval,
            Deserializer<MarketArea> areaDeserializer,
            LongSupplier areaChanges,
            DeliveryTimes times,
            DeliveryMetrics metrics,
            DeliveryLimits limits) {
        this.clockInterval = clockInterval;
        this.areaDeserializer = areaDeserializer;
        this.areaChanges = areaChanges;
        this.times = times;
        this.metrics = metrics;
        this.limits = limits;
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> processorContext) {
        context = processorContext;
        DeliveryStore store = new DeliveryStore(context::getStateStore);
        AreaDirectory areas = new AreaDirectory(
                context.getStateStore(AreaDirectory.STORE),
                areaDeserializer,
                areaChanges,
                AreaDirectory.WITHOUT_FEEDERS);
        intake = new DeliveryIntake(store, areas, times, metrics);
        steps = new DeliverySteps(store, this, times, metrics, limits);
        context.schedule(clockInterval, PunctuationType.WALL_CLOCK_TIME, time -> steps.turn(nowMs()));
    }

    @Override
    public void process(Record<String, DeliveryEvent> record) {
        intake.accept(record.value(), nowMs());
    }

    @Override
    public void send(TopicContract<?> topic, String key, SpecificRecord value) {
        context.forward(new Record<>(key, new Outgoing(topic, value), nowMs()));
    }

    @Override
    public long nowMs() {
        return context.currentSystemTimeMs();
    }
}
