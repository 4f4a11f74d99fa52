package io.gridclear.experiments.scale;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.experiments.report.Numbers;
import io.gridclear.experiments.report.ResultFolder;
import io.gridclear.ops.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code experiment scale}. */
@Command(
        name = "scale",
        header = "What one period costs by orders, areas and agents, with the exponent that fits.",
        description = {
            "",
            "The auction by itself, the application's clearing out of RocksDB, and the embedded ledger, each over sizes",
            "a factor apart, on log-log plots. Times are processor times, so that other work on the machine counts little."
        })
public final class ScaleCommand implements Callable<Integer> {

    private static final int LEAST_SHRINK = 1;
    private static final int MOST_SHRINK = 1_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--runs", defaultValue = "5", description = "Timed runs of each size (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--shrink",
            defaultValue = "1",
            description = "Largest sizes are divided by this, for a look (default: ${DEFAULT-VALUE}).")
    private int shrink;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the orders (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "target/experiments/scale",
            description = "Where results go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("target/experiments/scale");

    /** The command as picocli makes it. */
    public ScaleCommand() {}

    @Override
    public Integer call() throws IOException, ChainUnavailableException {
        if (spec == null) {
            throw new IllegalStateException("picocli did not set the specification");
        }
        if (runs < 2 || runs > 1_000) {
            throw new ParameterException(spec.commandLine(), "--runs must be 2 to 1000, was " + runs);
        }
        if (shrink < LEAST_SHRINK || shrink > MOST_SHRINK) {
            throw new ParameterException(
                    spec.commandLine(), "--shrink must be " + LEAST_SHRINK + " to " + MOST_SHRINK + ", was " + shrink);
        }
        PrintWriter terminal = spec.commandLine().getOut();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("seed", String.valueOf(seed));
        parameters.put("runs", String.valueOf(runs));
        parameters.put("shrink", String.valueOf(shrink));
        ScaleRun run = new ScaleRun(seed, runs, shrink, spec.commandLine().getErr());
        run.measure();
        new ScaleReport(run).write(ResultFolder.at(out), parameters);
        for (Course course : run.courses()) {
            PowerFit fit = course.fitFrom(run.smallestFitted(course));
            terminal.println(String.format(
                    "%-28s ~ size ^ %s +- %s",
                    course.label(), Numbers.fixed(fit.exponent(), 2), Numbers.fixed(fit.halfWidth(), 2)));
        }
        terminal.println("results: " + out.resolve("report.md"));
        return ExitCode.OK;
    }
}
