package io.gridclear.topology;

import static io.gridclear.topology.MarketDriver.BEGIN;
import static io.gridclear.topology.MarketDriver.PERIOD_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.topology.intake.ReadingRefusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Readings that are refused: put aside as they came, with the reason; the good ones beside them count. */
class ReadingRefusalTest {

    private static final long PAST = BEGIN - 3_000 * PERIOD_MS;
    private static final long MOST = IntervalReading.MOST_WH;

    /** An area that takes corrections for two days, where others do for three years. */
    private static final long HASTY_MS = 2 * 86_400_000L;

    @TempDir
    static Path stateDir;

    private static MarketDriver market;
    private static int periods;

    @BeforeAll
    static void openMarket() {
        market = MarketDriver.openWithoutTransactions(stateDir);
        MarketArea lax = MarketDriver.area("lax", terms -> {});
        lax.setRequireSignatures(false);
        market.configure(lax);
        market.registerUnsigned("open-1", "olga", "lax");
        MarketArea hasty = MarketDriver.area("hasty", terms -> terms.setCorrectionHorizonMs(HASTY_MS));
        hasty.setRequireSignatures(false);
        market.configure(hasty);
        market.registerUnsigned("hasty-1", "hanna", "hasty");
        market.registerUnsigned("keyless", "kim", MarketDriver.AREA);
        market.register("homeless", "hugo", "nowhere");
    }

    @AfterAll
    static void closeMarket() {
        market.close();
    }

    /** A reading as it should not be, or just may be. */
    record Row(String what, String point, Consumer<MeterReading> change, ReadingRefusal reason) {
        @Override
        public String toString() {
            return what + " -> " + (reason == null ? "taken" : reason);
        }
    }

    private static Row row(String what, Consumer<MeterReading> change, ReadingRefusal reason) {
        return new Row(what, "house-1", change, reason);
    }

    private static Consumer<MeterReading> interval(long start, long end) {
        return r -> {
            r.setIntervalStart(Instant.ofEpochMilli(start));
            r.setIntervalEnd(Instant.ofEpochMilli(end));
        };
    }

    private static Instant at(long time) {
        return Instant.ofEpochMilli(time);
    }

    static List<Row> rows() {
        // well within what the clock of the tests moves
        long ahead = TopicCatalogue.MAX_TIMESTAMP_AHEAD_MS;
        long horizon = BEGIN - 3 * 366 * 86_400_000L;
        long hasty = BEGIN - HASTY_MS;
        return List.of(
                row("no usage point", r -> r.setUsagePointMrid(""), ReadingRefusal.POISON_RECORD),
                row("an id too long", r -> r.setUsagePointMrid("x".repeat(129)), ReadingRefusal.POISON_RECORD),
                new Row("nobody's", "nobody", r -> {}, ReadingRefusal.UNKNOWN_USAGE_POINT),
                row("another's", r -> r.setUsagePointMrid("pv-1"), ReadingRefusal.UNKNOWN_USAGE_POINT),
                new Row("no area", "homeless", r -> {}, ReadingRefusal.UNKNOWN_AREA),
                new Row("no key, none needed", "open-1", r -> {}, null),
                new Row("no key where one is needed", "keyless", r -> {}, ReadingRefusal.BAD_SIGNATURE),
                row("an empty interval", interval(PAST, PAST), ReadingRefusal.BAD_INTERVAL),
                row("backwards", interval(PAST, PAST - 1), ReadingRefusal.BAD_INTERVAL),
                row("before 1970", interval(-1, 1), ReadingRefusal.BAD_INTERVAL),
                row("the end of time", interval(0, Long.MAX_VALUE), ReadingRefusal.BAD_INTERVAL),
                row("25 hours", interval(PAST, PAST + IntervalReading.LONGEST_MS), null),
                row("longer", interval(PAST, PAST + IntervalReading.LONGEST_MS + 1), ReadingRefusal.BAD_INTERVAL),
                row("no quality", r -> r.setQuality(ReadingQuality.UNSPECIFIED), ReadingRefusal.BAD_QUALITY),
                row("negative import", r -> r.setImportWh(-1), ReadingRefusal.BAD_ENERGY),
                row("negative export", r -> r.setExportWh(-1), ReadingRefusal.BAD_ENERGY),
                row("a terawatt-hour", r -> r.setImportWh(MOST), null),
                row("more", r -> r.setImportWh(MOST + 1), ReadingRefusal.BAD_ENERGY),
                row("all there is", r -> r.setExportWh(Long.MAX_VALUE), ReadingRefusal.BAD_ENERGY),
                row("a negative register", r -> r.setImportRegisterWh(-1L), ReadingRefusal.BAD_REGISTER),
                row("another", r -> r.setExportRegisterWh(Long.MIN_VALUE), ReadingRefusal.BAD_REGISTER),
                row("a register too far", r -> r.setExportRegisterWh(1_000 * MOST + 1), ReadingRefusal.BAD_REGISTER),
                row("a negative revision", r -> r.setRevision(-1), ReadingRefusal.BAD_REVISION),
                row("a little ahead", interval(BEGIN, BEGIN + ahead), null),
                row("in the future", interval(BEGIN, BEGIN + 2 * ahead), ReadingRefusal.FROM_THE_FUTURE),
                row("made in the future", r -> r.setCreatedAt(at(BEGIN + 2 * ahead)), ReadingRefusal.FROM_THE_FUTURE),
                row("three years old", interval(horizon + 600_000, horizon + 660_000), null),
                row("older", interval(horizon - 60_000, horizon - 1), ReadingRefusal.TOO_OLD),
                new Row("two days old", "hasty-1", interval(hasty + 600_000, hasty + 660_000), null),
                new Row("older", "hasty-1", interval(hasty - 60_000, hasty - 1), ReadingRefusal.TOO_OLD),
                // the first fault counts
                row(
                        "all wrong",
                        r -> {
                            interval(5, 5).accept(r);
                            r.setQuality(ReadingQuality.UNSPECIFIED);
                            r.setImportWh(-1);
                        },
                        ReadingRefusal.BAD_INTERVAL));
    }

    @Test
    void everyReasonHasARow() {
        Set<ReadingRefusal> reasons = EnumSet.noneOf(ReadingRefusal.class);
        rows().stream().filter(row -> row.reason() != null).forEach(row -> reasons.add(row.reason()));
        assertThat(reasons).containsExactlyInAnyOrder(ReadingRefusal.values());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aReadingIsTakenOrPutAsideWithItsReason(Row row) {
        long start = nextPeriod();
        MeterReading reading = MarketDriver.reading(row.point(), start, start + PERIOD_MS, 1, row.change());
        MeterReading good = good();
        double before = market.metric("gridclear.readings.taken");
        sendUnder(row.point(), reading);
        market.send(good);

        List<TestRecord<String, byte[]>> letters = market.deadLetters(TopicCatalogue.READINGS);
        if (row.reason() == null) {
            assertThat(letters).isEmpty();
            assertThat(market.metric("gridclear.readings.taken") - before).isEqualTo(2);
        } else {
            assertThat(letters).singleElement().satisfies(letter -> {
                assertThat(letter.key()).isEqualTo(row.point());
                assertThat(letter.value()).isEqualTo(market.bytes(TopicCatalogue.READINGS, reading));
                assertThat(header(letter, "gridclear.reason"))
                        .isEqualTo(row.reason().name());
                assertThat(header(letter, "gridclear.detail")).isNotBlank();
                assertThat(header(letter, "gridclear.source.topic")).isEqualTo("meter.readings.v1");
            });
        }
        assertIsPublished(good);
    }

    /** Signed by whoever's reading it says it is. */
    private static void sendUnder(String key, MeterReading reading) {
        market.sign(reading);
        market.input(TopicCatalogue.READINGS).pipeInput(key, reading);
    }

    private static MeterReading good() {
        long start = nextPeriod();
        return MarketDriver.reading("pv-1", start, start + PERIOD_MS, 77, r -> {});
    }

    /** Each row has periods of its own: nothing is a repeat. */
    private static long nextPeriod() {
        return PAST - 10_000 * PERIOD_MS - periods++ * PERIOD_MS;
    }

    private static void assertIsPublished(MeterReading good) {
        assertThat(market.energies())
                .filteredOn(energy -> energy.getUsagePointMrid().equals("pv-1"))
                .extracting(PeriodEnergy::getPeriodStart)
                .contains(good.getIntervalStart());
    }

    static List<UnaryOperator<byte[]>> garbage() {
        return List.of(
                bytes -> new byte[0],
                bytes -> new byte[] {7, 7, 7, 7, 7, 7},
                bytes -> Arrays.copyOf(bytes, bytes.length - 1),
                bytes -> Arrays.copyOf(bytes, bytes.length + 1),
                bytes -> ByteBuffer.wrap(bytes.clone()).putInt(1, 4_711).array(),
                bytes -> null);
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void garbageIsPutAsideAndTheGoodReadingBesideItCounts(UnaryOperator<byte[]> change) {
        MeterReading good = good();
        byte[] bad = change.apply(market.bytes(TopicCatalogue.READINGS, good()));
        market.raw(TopicCatalogue.READINGS).pipeInput("pv-1", bad);
        market.send(good);
        assertThat(market.deadLetters(TopicCatalogue.READINGS))
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(bad));
        assertIsPublished(good);
    }

    /** What may be wrong with a signature. */
    static List<Consumer<MeterReading>> signatures() {
        return List.of(
                r -> r.setSignature(ByteBuffer.allocate(0)),
                r -> r.setSignature(ByteBuffer.allocate(63)),
                r -> r.setSignature(ByteBuffer.allocate(64)),
                r -> r.setImportWh(r.getImportWh() + 1),
                r -> r.setRevision(1));
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void aReadingThatItsMeterDidNotSignIsPutAside(Consumer<MeterReading> change) {
        MeterReading reading = good();
        market.sign(reading);
        change.accept(reading);
        double before = market.metric("gridclear.readings.refused");
        market.sendAsIs(reading);
        assertThat(market.deadLetters(TopicCatalogue.READINGS))
                .singleElement()
                .satisfies(
                        letter -> assertThat(header(letter, "gridclear.reason")).isEqualTo("BAD_SIGNATURE"));
        assertThat(market.metric("gridclear.readings.refused") - before).isEqualTo(1);
        assertThat(market.energies()).isEmpty();
    }

    private static String header(TestRecord<String, byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
