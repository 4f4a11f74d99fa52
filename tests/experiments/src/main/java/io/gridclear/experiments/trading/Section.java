package io.gridclear.experiments.trading;

import io.gridclear.experiments.report.ReportPage;
import io.gridclear.experiments.report.ResultFolder;
import io.gridclear.experiments.report.Summary;
import java.io.IOException;

/** One question of the experiment: computes, then adds its figures, tables and plots. */
interface Section {

    /**
     * Answers the question.
     *
     * @param summary takes the figures
     * @param folder takes tables and plots
     * @param page takes the words
     */
    void run(Setting setting, Summary summary, ResultFolder folder, ReportPage page) throws IOException;
}
