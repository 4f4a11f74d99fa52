package io.gridclear.topology.delivery;

import io.gridclear.market.delivery.ContractItem;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.DeliveryEvent;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.catalogue.Cleanup;
import io.gridclear.schemas.catalogue.Retention;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.topology.output.Outgoing;
import io.gridclear.topology.output.Output;
import java.time.Duration;
import java.util.Map;

/** What books and metering tell delivery, on its way through the application. */
public final class DeliveryEvents {

    /** Stands for the repartition topic where a record says where it goes; nothing outside the application knows it. */
    private static final TopicContract<DeliveryEvent> WAY = new TopicContract<>(
            "internal.delivery-events.v1",
            DeliveryEvent.class,
            DeliveryEvent.getClassSchema(),
            "area",
            "app",
            Cleanup.DELETE,
            Retention.of(Duration.ofDays(1)),
            Map.of(),
            false);

    private DeliveryEvents() {}

    /** Tells of a trade or residual. */
    public static void send(Output output, String area, long periodStart, ContractItem item) {
        output.send(WAY, area, DeliveryRecords.toRecord(area, periodStart, item));
    }

    /** Tells that a period is cleared. */
    public static void send(Output output, ClearingResult result) {
        output.send(
                WAY,
                result.getAreaMrid(),
                DeliveryEvent.newBuilder()
                        .setAreaMrid(result.getAreaMrid())
                        .setPeriodStart(result.getPeriodStart())
                        .setClearing(result)
                        .build());
    }

    /** An energy as delivery is told of it. */
    public static DeliveryEvent of(PeriodEnergy energy) {
        return DeliveryEvent.newBuilder()
                .setAreaMrid(energy.getAreaMrid())
                .setPeriodStart(energy.getPeriodStart())
                .setEnergy(energy)
                .build();
    }

    /** Whether a record is on its way to delivery. */
    public static boolean isEvent(Outgoing outgoing) {
        return outgoing.topic() == WAY;
    }

    /** The event of such a record. */
    public static DeliveryEvent event(Outgoing outgoing) {
        return (DeliveryEvent) outgoing.value();
    }
}
