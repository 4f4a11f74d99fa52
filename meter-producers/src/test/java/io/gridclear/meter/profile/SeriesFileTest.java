package io.gridclear.meter.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SeriesFileTest {
    @TempDir
    Path folder;

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("loads.csv"), content);
    }

    @Test
    void readsNamesDaysAndValues() throws IOException {
        SeriesTable table = SeriesFile.read(write(SampleSeries.csv(2, "A", "B")));

        assertThat(table.columns()).containsExactly("A", "B");
        assertThat(table.firstDay()).isEqualTo(LocalDate.of(2014, 6, 2));
        assertThat(table.hours()).isEqualTo(48);
        assertThat(table.days()).isEqualTo(2);
        assertThat(table.value(0, 0)).isEqualTo(SampleSeries.value(0, 0));
        assertThat(table.value(1, 47)).isEqualTo(SampleSeries.value(1, 47));
    }

    @Test
    void anEmptyCellIsAMissingValue() throws IOException {
        String csv = SampleSeries.csv(1, "A", "B").replace("03:00:00,1.02,2.02", "03:00:00,,2.02");

        SeriesTable table = SeriesFile.read(write(csv));

        assertThat(table.value(0, 2)).isNaN();
        assertThat(table.value(1, 2)).isEqualTo(2.02);
        assertThat(table.mean(0)).isEqualTo((24 + 0.01 * 276 - 1.02) / 23, within(1e-9));
    }

    @Test
    void unpacksAFileThatEndsOnGz() throws IOException {
        Path file = folder.resolve("loads.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(SampleSeries.csv(1, "A").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(SeriesFile.read(file).hours()).isEqualTo(24);
    }

    @Test
    void windowsLineEndsAreLineEnds() throws IOException {
        Path file = write(SampleSeries.csv(1, "A").replace("\n", "\r\n"));

        assertThat(SeriesFile.read(file).value(0, 23)).isEqualTo(SampleSeries.value(0, 23));
    }

    static Stream<Arguments> refusals() {
        String good = SampleSeries.csv(1, "A", "B");
        return Stream.of(
                Arguments.of("", "is empty"),
                Arguments.of("time,A\n", "line 1: the first column must be called hour_ending_local, is called 'time'"),
                Arguments.of("hour_ending_local\n", "line 1: there is no series"),
                Arguments.of("hour_ending_local,A,A\n", "line 1, column A: two series have this name"),
                Arguments.of("hour_ending_local,A,\n", "line 1: a series has no name"),
                Arguments.of(good.replace(",1.02,", ",1.02,9,"), "line 4: has 4 cells, the header has 3"),
                Arguments.of(good.replace(",1.02,2.02", ",1.02"), "line 4: has 2 cells, the header has 3"),
                Arguments.of(good.replace("1.02,", "-1.02,"), "line 4, column A: '-1.02' is not an energy"),
                Arguments.of(
                        good.replace(",2.02", ",2,02").replace("1.02,2,02", "1.02,x"), "line 4, column B: 'x' is not"),
                Arguments.of(good.replace("1.02,", "NaN,"), "line 4, column A: 'NaN' is not a number"),
                Arguments.of(good.replace("1.02,", "1e999,"), "line 4, column A: '1e999' is not an energy"),
                Arguments.of(good.replace("1.02,", "1.02d,"), "line 4, column A: '1.02d' is not a number"),
                Arguments.of(
                        good.replace("2014-06-02 03:00:00", "2014-06-02T03:00:00"),
                        "line 4, column hour_ending_local: '2014-06-02T03:00:00' is not a time"),
                Arguments.of(
                        good.replace("2014-06-02 03:00:00", "2014-06-02 04:00:00"),
                        "line 4, column hour_ending_local: the hours must follow each other: 2014-06-02 03:00:00 is due"),
                Arguments.of(
                        good.replace("2014-06-02 01:00:00", "2014-06-02 00:00:00"),
                        "line 2, column hour_ending_local: the first hour must end at 01:00:00"),
                Arguments.of(good.substring(0, good.lastIndexOf("2014-06-03")), "has 23 hours; at least one day"),
                Arguments.of(good + "\n", "line 26: has 1 cells, the header has 3"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void namesFileLineAndColumnOfWhatItRefuses(String content, String said) throws IOException {
        Path file = write(content);

        assertThatExceptionOfType(SeriesFileException.class)
                .isThrownBy(() -> SeriesFile.read(file))
                .withMessageStartingWith(file.toString())
                .withMessageContaining(said);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatExceptionOfType(SeriesFileException.class)
                .isThrownBy(() -> SeriesFile.read(folder.resolve("none.csv")))
                .withMessageContaining("none.csv: there is no such file");
    }

    @Test
    void refusesAFolder() {
        assertThatExceptionOfType(SeriesFileException.class)
                .isThrownBy(() -> SeriesFile.read(folder))
                .withMessageContaining("cannot be read");
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        Path file = Files.write(folder.resolve("loads.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatExceptionOfType(SeriesFileException.class)
                .isThrownBy(() -> SeriesFile.read(file))
                .withMessageContaining("is not UTF-8 text");
    }

    @Test
    void refusesAPackedFileThatIsNotPacked() throws IOException {
        Path file = Files.writeString(folder.resolve("loads.csv.gz"), SampleSeries.csv(1, "A"));

        assertThatExceptionOfType(SeriesFileException.class)
                .isThrownBy(() -> SeriesFile.read(file))
                .withMessageContaining("cannot be read");
    }

    @Test
    void refusesMoreThanTenYears() throws IOException {
        int days = SeriesFile.MAX_HOURS / 24;
        Path tenYears = write(SampleSeries.csv(days, "A"));
        assertThat(SeriesFile.read(tenYears).days()).isEqualTo(days);

        Path more = write(SampleSeries.csv(days + 1, "A"));
        assertThatExceptionOfType(SeriesFileException.class)
                .isThrownBy(() -> SeriesFile.read(more))
                .withMessageContaining("line " + (SeriesFile.MAX_HOURS + 2) + ": is too much");
    }
}
