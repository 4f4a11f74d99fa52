package io.gridclear.records;

import io.gridclear.market.routing.CurtailmentReason;
import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.TradeRoutes;
import io.gridclear.market.settlement.Trade;
import io.gridclear.schemas.avro.FeederLine;
import io.gridclear.schemas.avro.RoutePath;
import io.gridclear.schemas.avro.TradeRoute;
import java.time.Instant;

/** Feeders and the routes through them, as kernel value and as record. */
public final class FeederRecords {

    /** Largest canonical bytes of a feeder: with its envelope it is a part of a batch that any broker takes. */
    public static final int MOST_BYTES = 900 * 1024;

    private FeederRecords() {}

    /**
     * The kernel's feeder.
     *
     * @throws IllegalArgumentException if no network is like that; the message says why
     */
    public static Feeder toFeeder(io.gridclear.schemas.avro.Feeder feeder) {
        Feeder network = new Feeder(
                feeder.getBuses(),
                feeder.getLines().stream().map(FeederRecords::toLine).toList());
        int bytes = FeederCodec.encode(network).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a feeder has at most " + MOST_BYTES + " canonical bytes, this one " + bytes);
        }
        return network;
    }

    private static Feeder.Line toLine(FeederLine line) {
        long weight = line.getResistance();
        return Feeder.Line.between(
                line.getLineMrid(),
                line.getFromBus(),
                line.getToBus(),
                // what an int does not hold is beyond the bound as well
                (int) Math.max(0, Math.min(weight, Integer.MAX_VALUE)),
                line.getCapacityW(),
                line.getReverseCapacityW());
    }

    /** The record of a feeder. */
    public static io.gridclear.schemas.avro.Feeder toRecord(Feeder feeder) {
        return new io.gridclear.schemas.avro.Feeder(
                feeder.buses(),
                feeder.lines().stream()
                        .map(line -> new FeederLine(
                                line.id(),
                                line.from(),
                                line.to(),
                                (long) line.weight(),
                                line.capacityW(),
                                line.reverseCapacityW()))
                        .toList());
    }

    /** The record of a trade's routes. */
    public static TradeRoute toRecord(Trade trade, TradeRoutes routes) {
        return new TradeRoute(
                trade.tradeId(),
                trade.area(),
                Instant.ofEpochMilli(trade.periodStart()),
                routes.sequence(),
                routes.fromBus(),
                routes.toBus(),
                routes.quantityWh(),
                routes.curtailedWh(),
                toRecord(routes.reason()),
                routes.paths().stream()
                        .map(path -> new RoutePath(path.energyWh(), path.buses(), path.lines()))
                        .toList());
    }

    private static io.gridclear.schemas.avro.CurtailmentReason toRecord(CurtailmentReason reason) {
        return io.gridclear.schemas.avro.CurtailmentReason.valueOf(reason.name());
    }
}
