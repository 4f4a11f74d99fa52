package io.gridclear.ops.cli;

import io.gridclear.ops.feeder.FeederFileFault;
import io.gridclear.ops.feeder.FeederFiles;
import io.gridclear.records.FeederRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The files of a feeder. */
final class FeederFileOptions {

    @Parameters(index = "0", paramLabel = "BUSES.csv", description = "Buses.")
    private Path buses = Path.of("");

    @Parameters(index = "1", paramLabel = "LINES.csv", description = "Lines.")
    private Path lines = Path.of("");

    @Option(
            names = "--capacity",
            paramLabel = "W",
            description = "Capacity of every line, each way, where the file has no column capacity_w.")
    private @Nullable Long capacityW;

    /**
     * Reads them.
     *
     * @throws CommandFailure when they cannot be read, or are no feeder; the message names the line
     */
    FeederFiles.Import read() {
        OptionalLong capacity = capacityW == null ? OptionalLong.empty() : OptionalLong.of(capacityW);
        try {
            FeederFiles.Import read = new FeederFiles(buses, lines, capacity).read();
            // a record must take it, and a part of a batch
            FeederRecords.toFeeder(FeederRecords.toRecord(read.feeder()));
            return read;
        } catch (FeederFileFault | IllegalArgumentException e) {
            throw CommandFailure.refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.environment(IoFailure.of(e), e);
        }
    }
}
