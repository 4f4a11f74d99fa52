package io.gridclear.topology;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.ReferencePriceRule;
import io.gridclear.schemas.avro.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Bids as fleets send them, and as they should not: new orders, revisions in and out of order, cancellations, re-quotes,
 * repeats, and every mistake that the rules know. All from one seed.
 */
final class RandomBids {

    static final long PERIOD_MS = 2_000;
    static final long T1_MS = 1_000;
    static final long T2_MS = 300;

    /** A bid and where intake would send it. */
    record Routed(Bid bid, String area, String participant) {}

    private final Random random;
    private final List<String> areas;
    private final int pointsPerArea;
    private final List<Routed> sent = new ArrayList<>();
    private final String[] owners;
    private int orders;

    RandomBids(long seed, int areas, int pointsPerArea) {
        this.random = new Random(seed);
        this.pointsPerArea = pointsPerArea;
        this.areas = new ArrayList<>();
        owners = new String[areas * pointsPerArea];
        for (int area = 0; area < areas; area++) {
            this.areas.add("area-" + area);
        }
        for (int point = 0; point < owners.length; point++) {
            // every third point belongs to the owner of the one before
            owners[point] = "owner-" + (point % 3 == 2 ? point - 1 : point);
        }
    }

    /** Areas of different rules: every reference price, one without a window, one in a zone with a summer time. */
    List<MarketArea> areas() {
        List<MarketArea> configured = new ArrayList<>();
        for (int i = 0; i < areas.size(); i++) {
            configured.add(MarketArea.newBuilder()
                    .setAreaMrid(areas.get(i))
                    .setRequireSignatures(false)
                    .setHorizonMs(10 * PERIOD_MS)
                    .setTerms(PeriodTerms.newBuilder()
                            .setPeriodMs(PERIOD_MS)
                            .setGateClosureMs(T1_MS)
                            .setRequoteWindowMs(i == 1 ? 0 : T2_MS)
                            .setReferencePriceRule(
                                    switch (i % 3) {
                                        case 0 -> ReferencePriceRule.MEAN;
                                        case 1 -> ReferencePriceRule.VOLUME_WEIGHTED;
                                        default -> ReferencePriceRule.ANCHORED;
                                    })
                            .setTimeZone(i == 2 ? "Europe/Berlin" : "UTC")
                            .setGridFee(i == 1 ? 0 : 30_000)
                            .setEnergyTax(i == 2 ? 0 : 20_500)
                            .build())
                    .build());
        }
        return configured;
    }

    /** How many usage points there are; point i is called point-i. */
    int points() {
        return owners.length;
    }

    String areaOf(int point) {
        return areas.get(point / pointsPerArea);
    }

    String ownerOf(int point) {
        return owners[point];
    }

    /** Gives a point to the owner of another one of its area, at random. Returns the point. */
    int handOver() {
        int point = random.nextInt(owners.length);
        owners[point] = owners[point / pointsPerArea * pointsPerArea + random.nextInt(pointsPerArea)];
        return point;
    }

    /** The next bid. */
    Routed next(long now) {
        Routed next = draw(now);
        sent.add(next);
        return next;
    }

    private Routed draw(long now) {
        Routed requote = now % PERIOD_MS >= T1_MS && now % PERIOD_MS < T1_MS + T2_MS ? requote(now) : null;
        if (requote != null) {
            return requote;
        }
        int what = random.nextInt(100);
        if (sent.isEmpty() || what < 45) {
            return fresh(now);
        }
        // mostly one of the last: the older ones are for periods that are gone
        int back = Math.min(sent.size(), 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 40));
        Bid before = sent.get(sent.size() - back).bid();
        int point = Integer.parseInt(before.getUsagePointMrid().substring("point-".length()));
        Bid bid = Bid.newBuilder(before).build();
        if (what < 50) {
            // the same again
            return new Routed(bid, areaOf(point), ownerOf(point));
        }
        bid.setRevision(before.getRevision() + (random.nextInt(5) == 0 ? random.nextInt(4) - 1 : 1));
        bid.setRevision(Math.max(0, bid.getRevision()));
        if (what < 60) {
            bid.setQuantityWh(0);
        } else if (what < 80) {
            bid.setPrice(price(bid.getSide()));
            if (random.nextInt(4) > 0) {
                bid.setLimitPrice(null);
            }
        } else {
            bid.setQuantityWh(1 + random.nextInt(3_000));
            priced(bid);
        }
        return new Routed(bid, areaOf(point), ownerOf(point));
    }

    /** Another price for an order of the period whose window is open, or null where the draw finds none. */
    private Routed requote(long now) {
        Instant start = Instant.ofEpochMilli(Math.floorDiv(now, PERIOD_MS) * PERIOD_MS + PERIOD_MS);
        List<Routed> candidates = sent.stream()
                .skip(Math.max(0, sent.size() - 100))
                .filter(one -> one.bid().getPeriodStart().equals(start))
                .toList();
        if (candidates.isEmpty() || random.nextInt(4) == 0) {
            return null;
        }
        Routed before = candidates.get(random.nextInt(candidates.size()));
        Bid bid = Bid.newBuilder(before.bid()).build();
        bid.setRevision(bid.getRevision() + 1 + random.nextInt(3));
        bid.setPrice(price(bid.getSide()));
        if (random.nextInt(3) > 0) {
            bid.setLimitPrice(null);
        }
        return new Routed(bid, before.area(), before.participant());
    }

    private Routed fresh(long now) {
        int point = random.nextInt(owners.length);
        boolean sells =
                random.nextInt(12) == 0 ? random.nextBoolean() : ownerOf(point).hashCode() % 2 == 0;
        long first = Math.floorDiv(now + T1_MS, PERIOD_MS) * PERIOD_MS + PERIOD_MS;
        long start = first + PERIOD_MS * (random.nextInt(4) == 0 ? random.nextInt(3) - 1 : 0);
        Bid bid = Bid.newBuilder()
                .setUsagePointMrid("point-" + point)
                .setOrderId(random.nextInt(3) == 0 ? "order" : "order-" + orders++)
                .setSide(sells ? Side.SELL : Side.BUY)
                .setPeriodStart(Instant.ofEpochMilli(random.nextInt(40) == 0 ? start + 1 : start))
                .setQuantityWh(random.nextInt(30) == 0 ? 0 : 1 + random.nextInt(3_000))
                .setCreatedAt(Instant.ofEpochMilli(now))
                .build();
        priced(bid);
        return new Routed(bid, areaOf(point), ownerOf(point));
    }

    private void priced(Bid bid) {
        long price = price(bid.getSide());
        bid.setPrice(price);
        bid.setLimitPrice(null);
        if (random.nextInt(3) > 0) {
            long room = 100L * random.nextInt(-20, 900);
            bid.setLimitPrice(bid.getSide() == Side.SELL ? price - room : price + room);
        }
    }

    /** Around the middle of the band, few steps, so that prices meet and are often equal; some off the tick or the band. */
    private long price(Side side) {
        long middle = side == Side.SELL ? 565_000 : 555_000;
        long price = middle + 5_000L * random.nextInt(-10, 11);
        return switch (random.nextInt(60)) {
            case 0 -> price + 50;
            case 1 -> 400_000;
            case 2 -> 700_000;
            default -> price;
        };
    }
}
