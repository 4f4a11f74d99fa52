package io.gridclear.ops.trace;

import io.gridclear.ops.topic.RecordFiles;
import io.gridclear.ops.topic.Stretch;
import java.io.IOException;
import java.nio.file.Path;

/** The files that a trace is made from where there is no cluster. */
public final class TraceFiles {

    private TraceFiles() {}

    /** Folder with the topics' records, see {@link RecordFiles}. */
    public static Path records(Path directory) {
        return directory.resolve("records");
    }

    /** File of single attestations, see {@link Attestations}. */
    public static Path attestations(Path directory) {
        return directory.resolve("attestations.jsonl");
    }

    /**
     * Traces a line.
     *
     * @param id its lineId, or the settlementId of one of its runs; 64 hexadecimal digits
     * @throws UnknownLine if no line there has this id
     * @throws IOException if a file cannot be read, or is another one
     */
    public static LineTrace trace(String id, Path directory) throws UnknownLine, IOException {
        try (RecordFiles records = new RecordFiles(records(directory))) {
            return new LineTracer(records, read -> {})
                    .trace(id, Stretch.ALL)
                    .attested(Attestations.read(attestations(directory)));
        }
    }
}
