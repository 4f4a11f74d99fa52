package io.gridclear.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Records of any generated class, filled from one seed: extreme numbers, empty and foreign text, absent fields. */
public final class RandomRecords {

    private static final long[] EDGES = {0, 1, -1, 63, 64, -64, -65, Long.MAX_VALUE, Long.MIN_VALUE};

    private final Random random;

    public RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    public <T extends SpecificRecord> T next(Class<T> type) {
        return type.cast(record(SpecificData.get().getSchema(type)));
    }

    private SpecificRecord record(Schema schema) {
        SpecificRecord value =
                (SpecificRecord) SpecificData.newInstance(SpecificData.get().getClass(schema), schema);
        for (Schema.Field field : schema.getFields()) {
            value.put(field.pos(), value(field.schema()));
        }
        return value;
    }

    private Object value(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> text();
            case BYTES -> {
                byte[] bytes = new byte[random.nextInt(80)];
                random.nextBytes(bytes);
                yield ByteBuffer.wrap(bytes);
            }
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextBoolean() ? random.nextInt() : random.nextInt(3) - 1;
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? Instant.ofEpochMilli(random.nextLong() >> 20)
                        : number();
            case ENUM -> {
                Object[] constants = SpecificData.get().getClass(schema).getEnumConstants();
                yield constants[random.nextInt(constants.length)];
            }
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (int left = random.nextInt(4); left > 0; left--) {
                    items.add(value(schema.getElementType()));
                }
                yield items;
            }
            case RECORD -> record(schema);
            case UNION -> random.nextBoolean() ? null : value(schema.getTypes().get(1));
            default -> throw new AssertionError("no contract has the type " + schema.getType());
        };
    }

    private long number() {
        return random.nextBoolean()
                ? EDGES[random.nextInt(EDGES.length)]
                : random.nextLong() >> random.nextInt(Long.SIZE);
    }

    private String text() {
        int length = random.nextInt(20);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(8) == 0 ? 0x1F300 + random.nextInt(256) : ' ' + random.nextInt(300));
        }
        return text.toString();
    }
}
