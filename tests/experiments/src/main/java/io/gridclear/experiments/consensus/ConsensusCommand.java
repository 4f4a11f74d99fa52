package io.gridclear.experiments.consensus;

import io.gridclear.experiments.report.Check;
import io.gridclear.experiments.report.Progress;
import io.gridclear.experiments.report.ResultFolder;
import io.gridclear.ops.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code experiment consensus}. */
@Command(
        name = "consensus",
        header = "The paper's Figure 3: the malicious share of the agents, and what it depends on.",
        description = {
            "",
            "150 nodes, 50 agents, 24 rounds, and each normal node turns malicious with a chance of one in ten a round: plain",
            "DPoS, the paper's profile and the hardened one, under every assumption that the paper leaves out. Elections, bans",
            "and scores are the ledger's own; one seed goes through the whole embedded stack as well."
        })
public final class ConsensusCommand implements Callable<Integer> {

    private static final int MOST_SEEDS = 100_000;

    /** Nodes that register while the chain runs, where the whole stack is run. */
    private static final int NEWCOMERS = 15;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seeds", defaultValue = "1000", description = "Runs of each case (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the first run (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--no-stack", description = "Leaves out the runs through the whole embedded stack.")
    private boolean withoutStack;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "target/experiments/consensus",
            description = "Where results go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("target/experiments/consensus");

    /** The command as picocli makes it. */
    public ConsensusCommand() {}

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("picocli did not set the specification");
        }
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new ParameterException(spec.commandLine(), "--seeds must be 1 to " + MOST_SEEDS + ", was " + seeds);
        }
        PrintWriter progress = spec.commandLine().getErr();
        Runs runs = new Runs(Setting.PAPER, seed, seeds);
        Map<String, Result> results = simulate(runs, progress);
        List<StackRun> stackRuns = withoutStack ? List.of() : throughTheStack(runs, progress);
        List<Check> checks = Checks.of(results, stackRuns);
        new ConsensusReport(seed, seeds, results, stackRuns, checks).writeTo(ResultFolder.at(out));
        PrintWriter terminal = spec.commandLine().getOut();
        checks.forEach(check -> terminal.println(check.line()));
        terminal.println("results: " + out.resolve("report.md"));
        return checks.stream().allMatch(Check::holds) ? ExitCode.OK : ExitCode.REFUSED;
    }

    private static Map<String, Result> simulate(Runs runs, PrintWriter err) {
        Map<String, Scenario> scenarios = Scenarios.all();
        Progress progress = new Progress(err, "cases", scenarios.size());
        Map<String, Result> results = new LinkedHashMap<>();
        scenarios.forEach((name, scenario) -> {
            results.put(name, new Result(scenario, runs.of(scenario)));
            progress.step();
        });
        return results;
    }

    private List<StackRun> throughTheStack(Runs runs, PrintWriter err) {
        List<Scenario> scenarios = Scenarios.forTheStack(NEWCOMERS);
        Progress progress = new Progress(err, "runs through the embedded stack", scenarios.size());
        List<StackRun> stackRuns = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            stackRuns.add(runs.throughTheStack(scenario, seed));
            progress.step();
        }
        return stackRuns;
    }
}
