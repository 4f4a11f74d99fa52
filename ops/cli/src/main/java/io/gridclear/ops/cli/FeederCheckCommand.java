package io.gridclear.ops.cli;

import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.ops.feeder.FeederFileFault;
import io.gridclear.ops.feeder.FeederFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gridclear feeder check}. */
@Command(
        name = "check",
        header = "Reads a feeder from two files, and says what it is; needs no broker.",
        descriptionHeading = "%nBuses:%n",
        description = {
            "  bus",
            "Lines:",
            "  from,to,r_ohm",
            "  and, where they are there, status (1 in service, 0 open: left out), capacity_w (W from the first bus to the "
                    + "second), reverse_capacity_w (the other way; without it the same), id (without it from-to).",
            "Each file has a header; the columns may stand in any order, and others are ignored. Fields are plain, never "
                    + "quoted; resistances have at most four decimals.",
            "",
            "Prints the digest that names the feeder, how many buses and lines it has, whether it is radial, and how many "
                    + "parts hang together. Exit code 1 when the files are no feeder; the message says why."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  gridclear feeder check buses.csv lines.csv --capacity 4000000")
final class FeederCheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "BUSES.csv", description = "Buses.")
    private Path buses = Path.of("");

    @Parameters(index = "1", paramLabel = "LINES.csv", description = "Lines.")
    private Path lines = Path.of("");

    @Option(
            names = "--capacity",
            paramLabel = "W",
            description = "Capacity of every line, each way, where the file has no column capacity_w.")
    private @Nullable Long capacityW;

    FeederCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        OptionalLong capacity = capacityW == null ? OptionalLong.empty() : OptionalLong.of(capacityW);
        try {
            print(new FeederFiles(buses, lines, capacity).read());
            return ExitCode.OK;
        } catch (FeederFileFault e) {
            throw CommandFailure.refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.environment(IoFailure.of(e), e);
        }
    }

    private void print(FeederFiles.Import read) {
        Feeder feeder = read.feeder();
        FeederGraph graph = new FeederGraph(feeder);
        terminal.print("digest  " + HexFormat.of().formatHex(FeederCodec.digest(feeder)));
        terminal.print("buses   " + feeder.buses().size());
        terminal.print("lines   " + feeder.lines().size() + " in service, " + read.openLines() + " open");
        terminal.print("shape   " + (graph.loops() == 0 ? "radial" : "meshed, loops " + graph.loops()));
        terminal.print("parts   " + graph.parts() + (graph.parts() == 1 ? "" : ", which no line connects"));
    }
}
