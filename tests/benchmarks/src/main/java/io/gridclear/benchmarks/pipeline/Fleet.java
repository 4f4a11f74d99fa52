package io.gridclear.benchmarks.pipeline;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.signing.BidSignedBytes;
import io.gridclear.schemas.signing.Ed25519KeyPair;
import io.gridclear.schemas.signing.Ed25519Signer;
import io.gridclear.schemas.signing.MeterReadingSignedBytes;
import io.gridclear.tests.support.TestProducer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Usage points that bid. Ids are as long as they are in the field: usage points and orders are UUIDs (36 characters),
 * participants have 20 characters, areas are EIC codes (16). Same seed, same fleet.
 */
final class Fleet {

    /** One usage point of a participant of its own, with its key where it signs. */
    private record Member(
            String usagePoint,
            String participant,
            String area,
            @Nullable Ed25519Signer signer) {}

    private static final byte[] FLEET_SEED = new byte[Ed25519KeyPair.KEY_BYTES];
    private static final int FLUSH_EVERY = 100_000;
    private static final long MAX_WH = 2_000;
    private static final long FEED_IN = 450_000;
    private static final long TICKS = 2_200;
    private static final long TICK = 100;

    private final SplittableRandom random;
    private final boolean signs;
    private final List<String> areas = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();

    Fleet(long seed, int areaCount, int memberCount, boolean signs) {
        random = new SplittableRandom(seed);
        this.signs = signs;
        for (int i = 0; i < areaCount; i++) {
            areas.add("10YGRIDCLEAR-%03d".formatted(i));
        }
        for (int i = 0; i < memberCount; i++) {
            String usagePoint = uuid();
            members.add(new Member(
                    usagePoint,
                    "participant-%08d".formatted(i),
                    areas.get(i % areaCount),
                    signs ? new Ed25519Signer(Ed25519KeyPair.derive(FLEET_SEED, usagePoint)) : null));
        }
    }

    List<String> areas() {
        return areas;
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Registers every usage point. */
    void register(TestProducer producer) {
        int sent = 0;
        for (Member member : members) {
            Ed25519Signer signer = member.signer();
            producer.send(
                    TopicCatalogue.POINTS,
                    member.usagePoint(),
                    UsagePoint.newBuilder()
                            .setUsagePointMrid(member.usagePoint())
                            .setAreaMrid(member.area())
                            .setMarketParticipantMrid(member.participant())
                            .setPublicKey(ByteBuffer.wrap(signer == null ? new byte[0] : signer.publicKey()))
                            .build());
            if (++sent % FLUSH_EVERY == 0) {
                producer.flush();
            }
        }
        producer.flush();
    }

    /** Configures every area. */
    void configure(TestProducer producer, Duration period, Duration gateClosure, Duration requoteWindow) {
        for (String area : areas) {
            configure(producer, area, period, gateClosure, requoteWindow);
        }
        producer.flush();
    }

    /** Configures one area. */
    void configure(TestProducer producer, String area, Duration period, Duration gateClosure, Duration requoteWindow) {
        producer.send(
                TopicCatalogue.AREAS,
                area,
                MarketArea.newBuilder()
                        .setAreaMrid(area)
                        .setRequireSignatures(signs)
                        .setHorizonMs(Duration.ofDays(2).toMillis())
                        .setTerms(PeriodTerms.newBuilder()
                                .setPeriodMs(period.toMillis())
                                .setGateClosureMs(gateClosure.toMillis())
                                .setRequoteWindowMs(requoteWindow.toMillis())
                                .build())
                        .build());
    }

    /** Sends one bid of every member for every period, the periods one after the other. */
    void bid(TestProducer producer, List<Instant> periods) {
        int sent = 0;
        for (Instant period : periods) {
            for (Member member : members) {
                producer.send(TopicCatalogue.BIDS, member.usagePoint(), bid(member, period));
                if (++sent % FLUSH_EVERY == 0) {
                    producer.flush();
                }
            }
        }
        producer.flush();
    }

    private Bid bid(Member member, Instant period) {
        Bid bid = Bid.newBuilder()
                .setUsagePointMrid(member.usagePoint())
                .setOrderId(uuid())
                .setSide(random.nextBoolean() ? Side.SELL : Side.BUY)
                .setPeriodStart(period)
                .setQuantityWh(1 + random.nextLong(MAX_WH))
                .setPrice(FEED_IN + TICK * random.nextLong(TICKS + 1))
                .setCreatedAt(period.minusSeconds(3_600))
                .build();
        Ed25519Signer signer = member.signer();
        if (signer != null) {
            bid.setSignature(ByteBuffer.wrap(signer.sign(BidSignedBytes.of(bid))));
        }
        return bid;
    }

    /** Sends what every member measured in some periods, the readings of a period one after the other. */
    void measure(TestProducer producer, List<Instant> periods, Duration length, int perPeriod) {
        int sent = 0;
        for (Instant period : periods) {
            for (Member member : members) {
                for (int i = 0; i < perPeriod; i++) {
                    Instant start = period.plus(length.multipliedBy(i));
                    producer.send(
                            TopicCatalogue.READINGS,
                            member.usagePoint(),
                            reading(member, start, start.plus(length), register(periods.get(0), start)));
                    if (++sent % FLUSH_EVERY == 0) {
                        producer.flush();
                    }
                }
            }
        }
        producer.flush();
    }

    /** A register that shows 2 Wh a second since the first reading, which is more than anyone measures. */
    private static long register(Instant first, Instant start) {
        return 2 * Duration.between(first, start).toSeconds();
    }

    private MeterReading reading(Member member, Instant start, Instant end, long registerWh) {
        MeterReading reading = MeterReading.newBuilder()
                .setUsagePointMrid(member.usagePoint())
                .setIntervalStart(start)
                .setIntervalEnd(end)
                .setImportWh(random.nextLong(MAX_WH))
                .setImportRegisterWh(registerWh)
                .setExportRegisterWh(0L)
                .setQuality(ReadingQuality.VALID)
                .setCreatedAt(end)
                .build();
        Ed25519Signer signer = member.signer();
        if (signer != null) {
            reading.setSignature(ByteBuffer.wrap(signer.sign(MeterReadingSignedBytes.of(reading))));
        }
        return reading;
    }
}
