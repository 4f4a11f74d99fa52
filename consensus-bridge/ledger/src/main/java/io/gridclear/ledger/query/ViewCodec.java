package io.gridclear.ledger.query;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What the views' codecs share: lists, flags. */
final class ViewCodec {

    private ViewCodec() {}

    static <T> void write(CanonicalWriter writer, List<T> list, BiConsumer<CanonicalWriter, T> element) {
        writer.int32(list.size());
        for (T each : list) {
            element.accept(writer, each);
        }
    }

    static <T> List<T> read(CanonicalReader reader, Function<CanonicalReader, T> element) {
        int count = reader.int32();
        // every element takes at least one byte, so that no count makes a reader reserve more than it was sent
        if (count < 0 || count > reader.remaining()) {
            throw reader.refuse("a count of " + count + " with " + reader.remaining() + " bytes left");
        }
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.apply(reader));
        }
        return list;
    }

    static void writeFlag(CanonicalWriter writer, boolean flag) {
        writer.int8(flag ? 1 : 0);
    }

    static boolean readFlag(CanonicalReader reader) {
        int value = reader.int8();
        if (value > 1) {
            throw reader.refuse("a flag is 0 or 1, not " + value);
        }
        return value == 1;
    }
}
