package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeederCheckCommandTest {

    @TempDir
    private Path folder;

    private Path buses;
    private Path lines;

    @BeforeEach
    void writeFiles() throws IOException {
        buses = folder.resolve("buses.csv");
        lines = folder.resolve("lines.csv");
        Files.writeString(buses, "bus,p_kw\n10,5\n9,5\n11,5\n");
        Files.writeString(lines, "to,from,r_ohm,status\n9,10,0.0922,1\n11,9,2,1\n10,11,1.5,0\n");
    }

    private Run check(String... options) {
        String[] arguments = new String[4 + options.length];
        arguments[0] = "feeder";
        arguments[1] = "check";
        arguments[2] = buses.toString();
        arguments[3] = lines.toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Run.of(arguments);
    }

    private static String digest(Feeder.Line... lines) {
        return HexFormat.of().formatHex(FeederCodec.digest(new Feeder(List.of("9", "10", "11"), List.of(lines))));
    }

    @Test
    void saysWhatTheFeederIs() {
        String digest = digest(
                Feeder.Line.between("10-9", "10", "9", 922, 700, 700),
                Feeder.Line.between("9-11", "9", "11", 20_000, 700, 700));
        assertThat(check("--capacity", "700"))
                .isEqualTo(new Run(
                        ExitCode.OK,
                        "digest  " + digest + "\nbuses   3\nlines   2 in service, 1 open\nshape   radial\nparts   1\n",
                        ""));
    }

    @Test
    void takesNamesAndCapacitiesFromTheFile() throws IOException {
        Files.writeString(
                lines, "id,from,to,r_ohm,capacity_w,reverse_capacity_w\nx,9,10,0.0001,5,6\ny,10,9,0.0001,7,8\n");
        Run run = check();
        assertThat(run.out())
                .contains("digest  "
                        + digest(
                                Feeder.Line.between("x", "9", "10", 1, 5, 6),
                                Feeder.Line.between("y", "10", "9", 1, 7, 8)))
                .contains(
                        "lines   2 in service, 0 open", "shape   meshed, loops 1", "parts   2, which no line connects");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void skipsAByteOrderMarkAndTakesWindowsLineEnds() throws IOException {
        String before = check("--capacity", "700").out();
        Files.writeString(buses, "\ufeffbus\r\n10\r\n9\r\n11\r\n");
        assertThat(check("--capacity", "700").out()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "'from,to,r_ohm\n9,10\n'; lines.csv: line 2: 2 columns instead of 3",
                "'from,to\n9,10\n'; lines.csv has no column r_ohm",
                "''; lines.csv is empty; its first line names its columns",
                "'from,to,r_ohm\n9,10,0.00001\n'; line 2: r_ohm is a number of ohms with at most four decimals, not 0.00001",
                "'from,to,r_ohm\n9,10,1e9999999\n'; line 2: r_ohm is a number of ohms with at most four decimals, not 1e9",
                "'from,to,r_ohm\n9,10,-1\n'; line 2: r_ohm is a number of ohms with at most four decimals, not -1",
                "'from,to,r_ohm\n9,10,0\n'; line 2: line 9-10 has the weight 0, not 1..1000000000",
                "'from,to,r_ohm,status\n9,10,1,2\n'; line 2: status is 1 (in service) or 0 (open), not 2",
                "'from,to,r_ohm,capacity_w\n9,10,1,1.5\n'; line 2: capacity_w is a whole number of watts, not 1.5",
                "'from,to,r_ohm\n9,9,1\n'; line 2: line 9-9 leads from bus 9 to itself",
                "'from,to,r_ohm\n9,8,1\n'; line 9-8 ends at bus 8, which the feeder has not",
                "'from,to,r_ohm\n9,10,1\n9,10,2\n'; two lines have the id 9-10",
            })
    void saysWhichLineIsWrongAndWhy(String content, String says) throws IOException {
        Files.writeString(lines, content);
        Run run = check("--capacity", "700");
        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("gridclear feeder check: ").contains(says);
    }

    @Test
    void wantsACapacityFromSomewhere() {
        Run run = check();
        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("lines.csv has no column capacity_w; --capacity gives all lines one");
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Files.write(buses, "bus\n\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        Run run = check("--capacity", "700");
        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("buses.csv is not UTF-8");
    }

    @Test
    void aFileThatIsNotThereIsAMatterOfTheEnvironment() throws IOException {
        Files.delete(lines);
        Run run = check("--capacity", "700");
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("lines.csv: no such file or directory");
    }
}
