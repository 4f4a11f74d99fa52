package io.gridclear.experiments.scale;

import io.gridclear.experiments.report.CsvTable;
import io.gridclear.experiments.report.LinePlot;
import io.gridclear.experiments.report.Numbers;
import io.gridclear.experiments.report.ReportPage;
import io.gridclear.experiments.report.ResultFolder;
import io.gridclear.experiments.report.Series;
import io.gridclear.experiments.report.Spread;
import io.gridclear.experiments.report.Summary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code experiment scale} leaves behind.
 *
 * @param run the measurements
 */
record ScaleReport(ScaleRun run) {

    void write(ResultFolder folder, Map<String, String> parameters) throws IOException {
        Summary summary = new Summary("scale", parameters);
        ReportPage page = new ReportPage("The scale experiment");
        page.paragraph("What does one period cost, by orders, areas and agents? Each part was run over sizes a factor of about three "
                + "apart; *cost ~ size ^ exponent* was fitted to the logarithms of all runs of the larger half of the sizes, with "
                + "its 95 % interval. Times are processor times.");
        page.provenance("ops/gridclear experiment scale --runs " + parameters.get("runs"), parameters);
        costs(summary, folder);
        exponents(summary, page);
        plot("by-orders", "One period by its orders", "orders of the area", run.byOrders(), folder, page);
        plot(
                "by-areas",
                "One period by its areas (1,000 orders each; 4 agents)",
                "areas",
                run.byAreas(),
                folder,
                page);
        plot("by-agents", "One period of 10 areas by its agents", "agents", run.byAgents(), folder, page);
        page.paragraph("*Auction alone*: the book and both stages on arrays, every invariant checked. *Intake* and *clearing*: the "
                + "application's own code on RocksDB; clearing writes every trade and settlement line up as a record. *Ledger*: "
                + "from the operator's claims to the last FINAL, processor time of all replicas together in one process: N agents "
                + "each sign what N replicas each execute, so the whole network's work grows with the square of N once that "
                + "outweighs what each block costs anyhow.");
        outcomes(folder, page);
        folder.write(summary);
        folder.write(page);
    }

    private void costs(Summary summary, ResultFolder folder) throws IOException {
        CsvTable table = new CsvTable("course", "size", "median_ms", "mean_ms", "min_ms", "max_ms", "runs");
        for (Course course : run.courses()) {
            for (int i = 0; i < course.sizes().size(); i++) {
                Spread spread = course.spread(i);
                summary.put("cost." + course.name() + "." + course.sizes().get(i), "ms", spread);
                table.row(
                        course.name(),
                        course.sizes().get(i),
                        course.medianMs(i),
                        spread.mean(),
                        spread.min(),
                        spread.max(),
                        spread.count());
            }
        }
        folder.write("costs", table);
    }

    private void exponents(Summary summary, ReportPage page) {
        List<List<String>> rows = new ArrayList<>();
        for (Course course : run.courses()) {
            PowerFit fit = course.fitFrom(run.smallestFitted(course));
            summary.put("exponent." + course.name(), "power of the size", fit.exponent());
            summary.put("exponent-half-width." + course.name(), "power of the size", fit.halfWidth());
            int last = course.sizes().size() - 1;
            rows.add(List.of(
                    course.label(),
                    Numbers.fixed(fit.exponent(), 2) + " +- " + Numbers.fixed(fit.halfWidth(), 2),
                    run.smallestFitted(course) + " to " + course.sizes().get(last),
                    Numbers.fixed(course.medianMs(last), 2) + " ms"));
        }
        page.table(List.of("part", "exponent", "fitted over", "median at the largest"), rows);
    }

    private void plot(
            String name, String title, String xLabel, List<Course> courses, ResultFolder folder, ReportPage page)
            throws IOException {
        LinePlot plot = LinePlot.logLog(title, xLabel, "processor time of the period (ms)");
        for (Course course : courses) {
            plot.with(course.series());
        }
        for (Course course : courses) {
            PowerFit fit = course.fitFrom(run.smallestFitted(course));
            double[] x = course.sizes().stream()
                    .filter(size -> size >= run.smallestFitted(course))
                    .mapToDouble(Integer::doubleValue)
                    .toArray();
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                y[i] = fit.at(x[i]);
            }
            plot.fitted(Series.line(
                    "fit: exponent " + Numbers.fixed(fit.exponent(), 2) + " ± " + Numbers.fixed(fit.halfWidth(), 2), x, y));
        }
        folder.write(name, plot.plot());
        page.plot(name, title + ": medians, range of runs, and the fit");
    }

    /** What does not depend on the machine: a short run is held to it. */
    private void outcomes(ResultFolder folder, ReportPage page) throws IOException {
        CsvTable table = new CsvTable("orders", "deals", "energy_wh");
        List<List<String>> rows = new ArrayList<>();
        for (int orders : run.byOrders().get(0).sizes()) {
            KernelCost.Cleared cleared = KernelCost.clear(new DrawnOrders(orders, run.seed()));
            table.row(orders, cleared.deals(), cleared.energyWh());
            rows.add(List.of(
                    String.valueOf(orders), String.valueOf(cleared.deals()), String.valueOf(cleared.energyWh())));
        }
        folder.write("outcomes", table);
        page.paragraph("What was cleared, the same on every machine:");
        page.table(List.of("orders", "deals", "energy, Wh"), rows);
    }
}
