package io.gridclear.market.routing;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * Canonical bytes of a feeder, whose SHA-256 names it. One feeder, one encoding: what is read and written again comes out
 * to the byte, and every other sequence of bytes is refused.
 *
 * <p>Layout ({@link CanonicalWriter}): text "gridclear.feeder.v1"; 4 buses, then each bus's id text, ascending; 4 lines, then
 * for each, by id ascending: id text, 4 place of its first bus, 4 place of its second, 4 weight, 8 capacity W, 8 reverse
 * capacity W. A place counts the buses before it.
 */
public final class FeederCodec {

    private static final String DOMAIN = "gridclear.feeder.v1";

    private FeederCodec() {}

    /** The bytes of a feeder: 4 more than each bus's id, 32 more than each line's, and 31. */
    public static byte[] encode(Feeder feeder) {
        return write(feeder).toBytes();
    }

    /** SHA-256 of the bytes of a feeder: its name in the terms of a period, 32 bytes. */
    public static byte[] digest(Feeder feeder) {
        return write(feeder).hash(new Sha256());
    }

    /**
     * The feeder with these bytes.
     *
     * @throws CanonicalReader.MalformedBytes if they are not exactly the bytes of a feeder
     */
    public static Feeder decode(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        int busCount = count(reader, "buses", Feeder.MAX_BUSES);
        List<String> buses = new ArrayList<>();
        String last = "";
        for (int i = 0; i < busCount; i++) {
            last = ascending(reader, last);
            buses.add(last);
        }
        int lineCount = count(reader, "lines", Feeder.MAX_LINES);
        List<Feeder.Line> lines = new ArrayList<>();
        last = "";
        for (int i = 0; i < lineCount; i++) {
            last = ascending(reader, last);
            lines.add(readLine(reader, last, buses));
        }
        reader.end();
        try {
            return new Feeder(buses, lines);
        } catch (IllegalArgumentException e) {
            throw reader.refuse(e);
        }
    }

    private static CanonicalWriter write(Feeder feeder) {
        CanonicalWriter writer = new CanonicalWriter().start(DOMAIN);
        writer.int32(feeder.buses().size());
        feeder.buses().forEach(writer::string);
        writer.int32(feeder.lines().size());
        for (Feeder.Line line : feeder.lines()) {
            writer.string(line.id())
                    .int32(feeder.indexOfBus(line.from()))
                    .int32(feeder.indexOfBus(line.to()))
                    .int32(line.weight())
                    .int64(line.capacityW())
                    .int64(line.reverseCapacityW());
        }
        return writer;
    }

    private static Feeder.Line readLine(CanonicalReader reader, String id, List<String> buses) {
        String from = bus(reader, buses);
        String to = bus(reader, buses);
        int weight = reader.int32();
        long capacityW = reader.int64();
        long reverseCapacityW = reader.int64();
        try {
            return new Feeder.Line(id, from, to, weight, capacityW, reverseCapacityW);
        } catch (IllegalArgumentException e) {
            throw reader.refuse(e);
        }
    }

    private static String bus(CanonicalReader reader, List<String> buses) {
        int place = reader.int32();
        if (place < 0 || place >= buses.size()) {
            throw reader.refuse("no bus has the place " + place);
        }
        return buses.get(place);
    }

    private static String ascending(CanonicalReader reader, String last) {
        String id = reader.string(Feeder.MAX_ID_BYTES);
        if (id.compareTo(last) <= 0) {
            throw reader.refuse("the id " + id + " does not come after " + last);
        }
        return id;
    }

    private static int count(CanonicalReader reader, String what, int most) {
        int count = reader.int32();
        if (count < 0 || count > most) {
            throw reader.refuse(count + " " + what + ", not 0.." + most);
        }
        return count;
    }
}
