package io.gridclear.experiments.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where an experiment leaves its results: {@code report.md}, {@code summary.json}, a CSV and a plot (SVG and PNG) a figure.
 *
 * @param directory the folder, which is there
 */
public record ResultFolder(Path directory) {

    /** The folder of this name, made where it is not there; files of earlier runs are replaced one by one. */
    public static ResultFolder at(Path directory) throws IOException {
        return new ResultFolder(Files.createDirectories(directory));
    }

    /** Writes {@code summary.json}. */
    public void write(Summary summary) throws IOException {
        summary.writeTo(directory.resolve("summary.json"));
    }

    /** Writes {@code report.md}. */
    public void write(ReportPage page) throws IOException {
        page.writeTo(directory.resolve("report.md"));
    }

    /** Writes {@code NAME.csv}. */
    public void write(String name, CsvTable table) throws IOException {
        table.writeTo(directory.resolve(name + ".csv"));
    }

    /** Writes {@code NAME.svg} and {@code NAME.png}. */
    public void write(String name, Plot plot) throws IOException {
        plot.writeSvg(directory.resolve(name + ".svg"));
        plot.writePng(directory.resolve(name + ".png"));
    }
}
