package io.gridclear.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.PeriodEnergy;
import io.gridclear.market.metering.ReadingQuality;
import io.gridclear.market.metering.TradingPeriod;
import io.gridclear.schemas.avro.MeterReading;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadingRecordsTest {

    private static MeterReading.Builder reading() {
        return MeterReading.newBuilder()
                .setIntervalStart(Instant.ofEpochMilli(900_000))
                .setIntervalEnd(Instant.ofEpochMilli(1_800_000))
                .setImportWh(1)
                .setExportWh(2)
                .setRevision(5)
                .setCreatedAt(Instant.ofEpochMilli(6))
                .setQuality(io.gridclear.schemas.avro.ReadingQuality.VALID);
    }

    @Test
    void aReadingKeepsEveryField() {
        assertThat(ReadingRecords.toReading(reading()
                        .setImportRegisterWh(3L)
                        .setExportRegisterWh(4L)
                        .build()))
                .isEqualTo(new IntervalReading(900_000, 1_800_000, 5, 6, ReadingQuality.VALID, 1, 2, 3, 4));
        assertThat(ReadingRecords.toReading(reading().build()))
                .isEqualTo(new IntervalReading(900_000, 1_800_000, 5, 6, ReadingQuality.VALID, 1, 2, -1, -1));
    }

    @ParameterizedTest
    @EnumSource(
            value = io.gridclear.schemas.avro.ReadingQuality.class,
            names = "UNSPECIFIED",
            mode = EnumSource.Mode.EXCLUDE)
    void qualitiesHaveTheSameNames(io.gridclear.schemas.avro.ReadingQuality quality) {
        assertThat(ReadingRecords.toReading(reading().setQuality(quality).build())
                        .quality()
                        .name())
                .isEqualTo(quality.name());
    }

    @Test
    void aReadingWithoutAQualityIsNone() {
        MeterReading none = reading()
                .setQuality(io.gridclear.schemas.avro.ReadingQuality.UNSPECIFIED)
                .build();
        assertThatIllegalArgumentException().isThrownBy(() -> ReadingRecords.toReading(none));
    }

    @ParameterizedTest
    @EnumSource(ReadingQuality.class)
    void anEnergyComesBackAsItWas(ReadingQuality quality) {
        TradingPeriod period = new TradingPeriod(900_000, 1_800_000);
        PeriodEnergy energy = quality == ReadingQuality.MISSING
                ? PeriodEnergy.nothing(period)
                : new PeriodEnergy(period, 7, 8, 9, quality, true);
        var record = ReadingRecords.toRecord("point", "area", "alice", energy, 3, 4);
        assertThat(ReadingRecords.toEnergy(record)).isEqualTo(energy);
        assertThat(record.getUsagePointMrid()).isEqualTo("point");
        assertThat(record.getAreaMrid()).isEqualTo("area");
        assertThat(record.getMarketParticipantMrid()).isEqualTo("alice");
        assertThat(record.getRevision()).isEqualTo(3);
        assertThat(record.getChangedAt()).isEqualTo(Instant.ofEpochMilli(4));
    }
}
