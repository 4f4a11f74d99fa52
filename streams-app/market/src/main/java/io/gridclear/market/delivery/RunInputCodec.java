package io.gridclear.market.delivery;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Canonical bytes of a run's input. One input, one encoding; every other sequence of bytes is refused. The bytes say where
 * they end, so that inputs may follow one another.
 *
 * <p>Layout ({@link CanonicalWriter}): participant text, usage point text, import 8, export 8, covered ms 8, estimated 1 (0 or
 * 1), number of runs before that changed it 4, and for each its revision 4 and the energy that counted 8.
 */
public final class RunInputCodec {

    /** Longest text that is read, bytes: an id has 128 at most. */
    private static final int MAX_TEXT_BYTES = 1_024;

    /** Most runs that are read: more than a period has within any horizon (docs/decisions, delivery runs). */
    private static final int MAX_RUNS = 65_536;

    private RunInputCodec() {}

    /** Appends the bytes of an input. */
    public static CanonicalWriter write(CanonicalWriter writer, RunInput input) {
        MeteredEnergy energy = input.energy();
        write(writer, input.point())
                .int64(energy.importWh())
                .int64(energy.exportWh())
                .int64(energy.coveredMs())
                .int8(energy.estimated() ? 1 : 0);
        return write(writer, input.before());
    }

    /**
     * Reads one input and leaves what follows it.
     *
     * @throws CanonicalReader.MalformedBytes if none begins here
     */
    public static RunInput read(CanonicalReader reader) {
        PointKey point = new PointKey(reader.string(MAX_TEXT_BYTES), reader.string(MAX_TEXT_BYTES));
        long importWh = reader.int64();
        long exportWh = reader.int64();
        long coveredMs = reader.int64();
        int estimated = reader.int8();
        if (estimated > 1) {
            throw reader.refuse("a flag is 0 or 1, not " + estimated);
        }
        try {
            return new RunInput(
                    point, new MeteredEnergy(importWh, exportWh, coveredMs, estimated == 1), readHistory(reader));
        } catch (CanonicalReader.MalformedBytes e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw reader.refuse(e);
        }
    }

    static CanonicalWriter write(CanonicalWriter writer, PointKey point) {
        return writer.string(point.participant()).string(point.usagePoint());
    }

    static CanonicalWriter write(CanonicalWriter writer, PointHistory history) {
        writer.int32(history.entries().size());
        for (PointHistory.Entry entry : history.entries()) {
            writer.int32(entry.revision()).int64(entry.deliveredWh());
        }
        return writer;
    }

    private static PointHistory readHistory(CanonicalReader reader) {
        int size = reader.int32();
        if (size < 0 || size > MAX_RUNS) {
            throw reader.refuse("a number of runs of " + size);
        }
        List<PointHistory.Entry> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add(new PointHistory.Entry(reader.int32(), reader.int64()));
        }
        return new PointHistory(entries);
    }
}
