package io.gridclear.topology;

import static io.gridclear.topology.MarketDriver.AREA;
import static io.gridclear.topology.MarketDriver.BEGIN;
import static io.gridclear.topology.MarketDriver.PERIOD_MS;
import static io.gridclear.topology.MarketDriver.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From readings to the energies of periods, periods of a minute. */
class MeteringTest {

    /** A period that is over. */
    private static final long PAST = BEGIN - 60 * PERIOD_MS;

    private static final long SECOND = 1_000;

    @TempDir
    Path stateDir;

    private MarketDriver market;

    @BeforeEach
    void openMarket() {
        market = MarketDriver.open(stateDir);
    }

    @AfterEach
    void closeMarket() {
        market.close();
    }

    private void send(long start, long end, long importWh) {
        market.send(reading("house-1", start, end, importWh, r -> {}));
    }

    @Test
    void aReadingOfAPeriodIsItsEnergy() {
        market.send(reading("house-1", PAST, PAST + PERIOD_MS, 40, r -> r.setExportWh(3)));
        market.advance(1_000);
        List<KeyValue<String, PeriodEnergy>> energies = market.readWithKeys(TopicCatalogue.PERIOD_ENERGY);
        assertThat(energies)
                .containsExactly(KeyValue.pair(
                        "house-1",
                        new PeriodEnergy(
                                "house-1",
                                AREA,
                                "bob",
                                Instant.ofEpochMilli(PAST),
                                Instant.ofEpochMilli(PAST + PERIOD_MS),
                                40L,
                                3L,
                                PERIOD_MS,
                                ReadingQuality.VALID,
                                false,
                                0L,
                                Instant.ofEpochMilli(market.now()))));
        assertThat(market.metric("gridclear.readings.taken")).isEqualTo(1);
        assertThat(market.metric("gridclear.period.energies")).isEqualTo(1);
    }

    @Test
    void aReadingThatSpansPeriodsIsSplit() {
        send(PAST, PAST + 3 * PERIOD_MS, 11);
        assertThat(market.energies()).extracting(PeriodEnergy::getImportWh).containsExactly(4L, 4L, 3L);
    }

    @Test
    void aFloodOfReadingsOfAPeriodMakesOneRecord() {
        for (int second = 0; second < 60; second++) {
            send(PAST + second * SECOND, PAST + (second + 1) * SECOND, second);
        }
        assertThat(market.energies()).singleElement().satisfies(energy -> {
            assertThat(energy.getImportWh()).isEqualTo(59 * 60 / 2);
            assertThat(energy.getCoveredMs()).isEqualTo(PERIOD_MS);
        });
    }

    @Test
    void aPeriodThatIsNotOverWaitsForItsEnd() {
        for (int second = 0; second < 58; second++) {
            market.advance(SECOND);
            send(market.now() - SECOND, market.now(), 1);
        }
        // the clock began a second after a period's start
        assertThat(market.energies()).isEmpty();
        List<PeriodEnergy> energies = market.energies();
        assertThat(energies).hasSize(1);
        assertThat(energies.get(0).getPeriodStart()).isEqualTo(Instant.ofEpochMilli(BEGIN));
        assertThat(energies.get(0).getCoveredMs()).isEqualTo(58 * SECOND);
    }

    @Test
    void repeatsDisorderAndOldRevisionsChangeNothing() {
        market.send(reading("house-1", PAST, PAST + PERIOD_MS, 2, r -> r.setRevision(2)));
        assertThat(market.energies()).hasSize(1);
        for (int revision = 0; revision <= 2; revision++) {
            long number = revision;
            market.send(reading("house-1", PAST, PAST + PERIOD_MS, number, r -> r.setRevision(number)));
        }
        assertThat(market.energies()).isEmpty();
        assertThat(market.metric("gridclear.readings.without.effect")).isEqualTo(3);
    }

    @Test
    void aCorrectionIsARevisionAndOneThatLeavesTheEnergyAsItWasIsNone() {
        send(PAST, PAST + PERIOD_MS, 7);
        assertThat(market.energies()).extracting(PeriodEnergy::getRevision).containsExactly(0L);
        market.send(reading("house-1", PAST, PAST + PERIOD_MS, 7, r -> r.setRevision(1)));
        assertThat(market.energies()).isEmpty();
        market.send(reading("house-1", PAST, PAST + PERIOD_MS, 8, r -> {
            r.setRevision(2);
            r.setQuality(ReadingQuality.EDITED);
        }));
        assertThat(market.energies()).singleElement().satisfies(energy -> {
            assertThat(energy.getRevision()).isEqualTo(1);
            assertThat(energy.getImportWh()).isEqualTo(8);
            assertThat(energy.getQuality()).isEqualTo(ReadingQuality.EDITED);
        });
    }

    @Test
    void missingTakesTheEnergyBackAndIsNotPublishedOfWhatWasNeverKnown() {
        market.send(reading("house-1", PAST, PAST + PERIOD_MS, 0, r -> r.setQuality(ReadingQuality.MISSING)));
        assertThat(market.energies()).isEmpty();
        market.send(reading("house-1", PAST, PAST + PERIOD_MS, 5, r -> r.setRevision(1)));
        market.energies();
        market.send(reading("house-1", PAST, PAST + PERIOD_MS, 0, r -> {
            r.setRevision(2);
            r.setQuality(ReadingQuality.MISSING);
        }));
        assertThat(market.energies()).singleElement().satisfies(energy -> {
            assertThat(energy.getCoveredMs()).isZero();
            assertThat(energy.getImportWh()).isZero();
            assertThat(energy.getQuality()).isEqualTo(ReadingQuality.MISSING);
            assertThat(energy.getRevision()).isEqualTo(1);
        });
    }

    @Test
    void registersFillPeriodsThatNoReadingTouches() {
        market.send(reading("house-1", PAST, PAST + PERIOD_MS, 5, r -> r.setImportRegisterWh(100L)));
        market.energies();
        market.send(
                reading("house-1", PAST + 3 * PERIOD_MS, PAST + 4 * PERIOD_MS, 5, r -> r.setImportRegisterWh(125L)));
        assertThat(market.energies())
                .extracting(PeriodEnergy::getImportWh, PeriodEnergy::getQuality, PeriodEnergy::getRegistersUsed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(10L, ReadingQuality.ESTIMATED, true),
                        org.assertj.core.groups.Tuple.tuple(10L, ReadingQuality.ESTIMATED, true),
                        org.assertj.core.groups.Tuple.tuple(5L, ReadingQuality.VALID, false));
        // what was estimated is measured after all: the other part of the gap changes with it
        send(PAST + PERIOD_MS, PAST + 2 * PERIOD_MS, 12);
        assertThat(market.energies())
                .extracting(PeriodEnergy::getImportWh, PeriodEnergy::getQuality, PeriodEnergy::getRevision)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(12L, ReadingQuality.VALID, 1L),
                        org.assertj.core.groups.Tuple.tuple(8L, ReadingQuality.ESTIMATED, 1L));
    }

    @ParameterizedTest(name = "{0} has {1} quarters")
    @CsvSource({"2026-03-29, 92", "2026-10-25, 100"})
    void aLocalDayInWhichTheClockIsSetHasItsOwnNumberOfQuarters(LocalDate date, int quarters) {
        market.configure(MarketDriver.area("quarters", terms -> {
            terms.setPeriodMs(900_000);
            terms.setTimeZone("Europe/Berlin");
        }));
        market.register("dst", "dora", "quarters");
        ZoneId zone = ZoneId.of("Europe/Berlin");
        long start = date.atStartOfDay(zone).toInstant().toEpochMilli();
        long end = date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
        market.send(reading("dst", start, end, 7L * quarters, r -> {}));
        List<PeriodEnergy> energies = market.energies();
        assertThat(energies)
                .hasSize(quarters)
                .allSatisfy(energy -> assertThat(energy.getImportWh()).isEqualTo(7));
        assertThat(energies.get(0).getPeriodStart().atZone(zone).toLocalDateTime())
                .isEqualTo(date.atStartOfDay());
        assertThat(energies.get(quarters - 1).getPeriodEnd().atZone(zone).toLocalDateTime())
                .isEqualTo(date.plusDays(1).atStartOfDay());
    }

    @Test
    void periodsBeforeAChangeOfLengthKeepTheirs() {
        send(PAST, PAST + PERIOD_MS, 10);
        market.energies();
        market.configure(MarketDriver.area(AREA, terms -> terms.setPeriodMs(PERIOD_MS / 4)));
        market.advance(SECOND);
        send(PAST + PERIOD_MS, PAST + 2 * PERIOD_MS, 20);
        assertThat(market.energies())
                .singleElement()
                .satisfies(energy ->
                        assertThat(energy.getPeriodEnd()).isEqualTo(Instant.ofEpochMilli(PAST + 2 * PERIOD_MS)));
        // the first period whose gate was open as the change was seen, and what follows, is shorter
        market.advanceTo(BEGIN + 3 * PERIOD_MS);
        send(BEGIN, BEGIN + 2 * PERIOD_MS, 80);
        assertThat(market.energies())
                .extracting(energy -> energy.getPeriodEnd().toEpochMilli()
                        - energy.getPeriodStart().toEpochMilli())
                .containsExactly(PERIOD_MS, PERIOD_MS / 4, PERIOD_MS / 4, PERIOD_MS / 4, PERIOD_MS / 4);
    }

    @Test
    void aUsagePointThatMovesTakesItsNewOwnerToWhatComesThen() {
        send(PAST, PAST + PERIOD_MS, 1);
        market.energies();
        market.register("house-1", "carol");
        send(PAST + PERIOD_MS, PAST + 2 * PERIOD_MS, 2);
        assertThat(market.energies())
                .extracting(PeriodEnergy::getMarketParticipantMrid)
                .containsExactly("carol");
    }

    @Test
    void aPeriodStaysInTheAreaThatItWasFirstKnownIn() {
        market.configure(MarketDriver.area("feeder-2", terms -> {}));
        send(PAST, PAST + PERIOD_MS, 1);
        market.energies();
        market.register("house-1", "bob", "feeder-2");
        market.send(reading("house-1", PAST, PAST + PERIOD_MS, 5, r -> r.setRevision(1)));
        send(PAST + PERIOD_MS, PAST + 2 * PERIOD_MS, 2);
        assertThat(market.energies())
                .extracting(PeriodEnergy::getAreaMrid, PeriodEnergy::getImportWh, PeriodEnergy::getRevision)
                .containsExactly(Tuple.tuple(AREA, 5L, 1L), Tuple.tuple("feeder-2", 2L, 0L));
        // and back again: what was new over there stays there
        market.register("house-1", "bob", AREA);
        market.send(reading("house-1", PAST + PERIOD_MS, PAST + 2 * PERIOD_MS, 3, r -> r.setRevision(1)));
        assertThat(market.energies())
                .extracting(PeriodEnergy::getAreaMrid, PeriodEnergy::getImportWh)
                .containsExactly(Tuple.tuple("feeder-2", 3L));
    }
}
