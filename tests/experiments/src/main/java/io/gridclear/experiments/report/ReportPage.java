package io.gridclear.experiments.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code report.md}: what was run, what came of it, and what it depends on. Not thread-safe. */
public final class ReportPage {

    private final StringBuilder text = new StringBuilder();

    private ReportPage() {}

    /** A page with its title. */
    public ReportPage(String title) {
        text.append("# ").append(title).append("\n\n");
    }

    /** Something that becomes part of a page, with {@link #add}. */
    public static ReportPage part() {
        return new ReportPage();
    }

    /** What is on a part, as it is now. */
    public ReportPage add(ReportPage part) {
        text.append(part.text);
        return this;
    }

    /**
     * How the results can be made again.
     *
     * @param command the command line, without a path of this machine
     * @param parameters what the figures depend on
     */
    public ReportPage provenance(String command, java.util.Map<String, String> parameters) {
        text.append("```\n").append(command).append("\n```\n\n");
        parameters.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        text.append("- versions: ").append(Versions.line()).append("\n\n");
        return this;
    }

    /** A heading below the title. */
    public ReportPage section(String heading) {
        text.append("## ").append(heading).append("\n\n");
        return this;
    }

    /** A paragraph, or anything else in Markdown. */
    public ReportPage paragraph(String markdown) {
        text.append(markdown.strip()).append("\n\n");
        return this;
    }

    /** A table; cells are Markdown. */
    public ReportPage table(List<String> header, List<List<String>> rows) {
        line(header);
        text.append("|").append("---|".repeat(header.size())).append('\n');
        rows.forEach(this::line);
        text.append('\n');
        return this;
    }

    private void line(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** A plot of the same folder, by its name without ending, with its caption. */
    public ReportPage plot(String name, String caption) {
        text.append("![")
                .append(caption)
                .append("](")
                .append(name)
                .append(".svg)\n\n*")
                .append(caption)
                .append("*\n\n");
        return this;
    }

    /** Writes the file. */
    public void writeTo(Path file) throws IOException {
        Files.writeString(file, text.toString().stripTrailing() + "\n");
    }
}
