package io.gridclear.experiments.trading;

import io.gridclear.experiments.report.Check;
import io.gridclear.experiments.report.Numbers;
import io.gridclear.experiments.report.ReportPage;
import io.gridclear.experiments.report.ResultFolder;
import io.gridclear.experiments.report.Summary;
import io.gridclear.meter.profile.SeriesFileException;
import io.gridclear.ops.cli.CommandFailure;
import io.gridclear.ops.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code experiment trading}. */
@Command(
        name = "trading",
        header = "The paper's trading result over many days: income, cost, and what they depend on.",
        description = {
            "",
            "Three buyers and four sellers of recorded loads and plants trade for a day, hour by hour, against feed-in",
            "at 0.45 and retail at 0.67: by every quoting style, supply over demand, stage and mechanism."
        })
public final class TradingCommand implements Callable<Integer> {

    private static final String DEFAULT_DATA = "../shared/data";

    private static final int MOST_DRAWS = 100_000;

    private static final List<Section> SECTIONS = List.of(
            new StrategySection(),
            new RatioSection(),
            new MechanismSection(),
            new PlaySection(),
            new ReferenceSection());

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the recorded series (default: " + DEFAULT_DATA + "; formulas where it is not there).")
    private @Nullable Path data;

    @Option(names = "--draws", defaultValue = "1000", description = "Days that are drawn (default: ${DEFAULT-VALUE}).")
    private int draws;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of all draws (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "target/experiments/trading",
            description = "Where results go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("target/experiments/trading");

    /** The command as picocli makes it. */
    public TradingCommand() {}

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("picocli did not set the specification");
        }
        if (draws < 1 || draws > MOST_DRAWS) {
            throw new ParameterException(spec.commandLine(), "--draws must be 1 to " + MOST_DRAWS + ", was " + draws);
        }
        PrintWriter terminal = spec.commandLine().getOut();
        DaySource days = days();
        terminal.println("data: " + days.description());
        int played = Math.min(draws, Setting.MOST_PLAYED_DRAWS);
        Setting setting =
                new Setting(days, seed, draws, played, spec.commandLine().getErr());
        Summary summary = run(setting, ResultFolder.at(out));
        terminal.println("results: " + out.resolve("report.md"));
        List<Check> checks = checks(summary);
        checks.forEach(check -> terminal.println(check.line()));
        return checks.stream().allMatch(Check::holds) ? ExitCode.OK : ExitCode.REFUSED;
    }

    private DaySource days() {
        Path folder = data == null ? Path.of(DEFAULT_DATA) : data;
        if (RecordedDays.areIn(folder)) {
            try {
                return RecordedDays.of(seed, folder);
            } catch (SeriesFileException unusable) {
                throw CommandFailure.environment(unusable);
            }
        }
        if (data != null) {
            throw CommandFailure.environment(
                    (Files.isDirectory(folder) ? folder + " does not hold " : folder + " is not there; it must hold ")
                            + RecordedDays.LOADS + " and " + RecordedDays.PLANTS);
        }
        return new ModelledDays(seed);
    }

    static Summary run(Setting setting, ResultFolder folder) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("data", setting.days().description());
        parameters.put("seed", String.valueOf(setting.seed()));
        parameters.put("draws", String.valueOf(setting.draws()));
        parameters.put("draws with best responses", String.valueOf(setting.playedDraws()));
        Summary summary = new Summary("trading", parameters);
        ReportPage page = new ReportPage("The trading experiment");
        page.paragraph(
                "Does distributed trading raise sellers' income by 16.7 % and lower buyers' cost by 7.6 %, as the paper "
                        + "reports of one day (section 4.1)? Three buyers and four sellers, 24 hours, feed-in 0.45, retail 0.67, the "
                        + "product's own auction.");
        page.provenance(
                "ops/gridclear experiment trading --draws " + setting.draws() + " --seed " + setting.seed(),
                parameters);
        ReportPage answers = ReportPage.part();
        for (Section section : SECTIONS) {
            section.run(setting, summary, folder, answers);
        }
        Check.write(checks(summary), page);
        page.paragraph(beside(summary));
        page.add(answers);
        folder.write(summary);
        folder.write(page);
        return summary;
    }

    private static List<Check> checks(Summary summary) {
        return List.of(
                reaches(summary, MechanismSection.PLAYED_WELFARE, "energy worth the tariffs, as in the paper"),
                reaches(
                        summary,
                        PlaySection.EPSILON_WELFARE,
                        "private values, an order changes for 0.1 cents a kWh or more, all hours"));
    }

    private static Check reaches(Summary summary, String figure, String what) {
        double welfare = summary.get(figure).mean();
        return new Check(
                "two stages, best responses of all in turn, " + what + ": at least "
                        + Numbers.fixed(MechanismSection.LEAST_PLAYED_WELFARE_PERCENT, 0)
                        + " % of the optimum of welfare",
                Numbers.fixed(welfare, 1) + " %",
                welfare >= MechanismSection.LEAST_PLAYED_WELFARE_PERCENT);
    }

    /** What stands beside the requirement, and is none. */
    private static String beside(Summary summary) {
        return "At private values, where an order changes for any gain however small, it is "
                + percent(summary, PlaySection.ANY_GAIN_WELFARE)
                + " %: short of it, since play goes round in a circle in "
                + Numbers.fixed(100 - summary.get(PlaySection.ANY_GAIN_SETTLED).mean(), 0)
                + " % of the hours ([why](#why-play-goes-round-and-what-ends-it)); in the others "
                + percent(summary, MechanismSection.SETTLED_WELFARE) + " %. An auction in which equal prices share has "
                + percent(summary, PlaySection.SHARED_WELFARE) + " %.";
    }

    private static String percent(Summary summary, String figure) {
        return Numbers.fixed(summary.get(figure).mean(), 1);
    }
}
