package io.gridclear.ops.cli;

import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.ops.feeder.FeederFiles;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private final FeederFileOptions files = new FeederFileOptions();

    FeederCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        print(files.read());
        return ExitCode.OK;
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
