package io.gridclear.billing.intake;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A column of a table and what it takes from a record.
 *
 * @param name of the column
 * @param type of its values
 * @param value the record's; a String, Number, Boolean, Instant or ByteBuffer as the type has it
 * @param isIdentity whether two records that differ in it cannot both be true
 */
record Column<T>(String name, Type type, Function<T, Object> value, boolean isIdentity) {

    /** Types of columns, and of the arrays that many rows are handed over in. */
    enum Type {
        TEXT("text", "%s"),
        INT("int4", "%s"),
        LONG("int8", "%s"),
        BOOLEAN("bool", "%s"),
        BYTES("bytea", "%s"),
        /** Handed over as ISO 8601. */
        DATE("text", "%s::date"),
        /** Handed over as epoch ms; a millisecond is a whole number of PostgreSQL's microseconds. */
        INSTANT("int8", "timestamptz 'epoch' + %s * interval '1 millisecond'");

        private final String element;
        private final String expression;

        Type(String element, String expression) {
            this.element = element;
            this.expression = expression;
        }

        /** Type of an array's element. */
        String element() {
            return element;
        }

        /** A handed-over value as the column's. */
        String expression(String given) {
            return String.format(java.util.Locale.ROOT, expression, given);
        }
    }

    static <T> Column<T> text(String name, Function<T, Object> value) {
        return new Column<>(name, Type.TEXT, value, true);
    }

    static <T> Column<T> ofInt(String name, Function<T, Object> value) {
        return new Column<>(name, Type.INT, value, true);
    }

    static <T> Column<T> ofLong(String name, Function<T, Object> value) {
        return new Column<>(name, Type.LONG, value, true);
    }

    static <T> Column<T> ofBoolean(String name, Function<T, Object> value) {
        return new Column<>(name, Type.BOOLEAN, value, true);
    }

    static <T> Column<T> bytes(String name, Function<T, Object> value) {
        return new Column<>(name, Type.BYTES, value, true);
    }

    static <T> Column<T> date(String name, Function<T, Object> value) {
        return new Column<>(name, Type.DATE, value, true);
    }

    static <T> Column<T> instant(String name, Function<T, Object> value) {
        return new Column<>(name, Type.INSTANT, value, true);
    }

    /** The same column, in which records may differ that are the same nevertheless. */
    Column<T> byTheWay() {
        return new Column<>(name, type, value, false);
    }

    /** The column's values of rows, as the driver takes an array. */
    Object[] array(List<T> rows) {
        Object[] values = switch (type) {
            case TEXT, DATE -> new String[rows.size()];
            case INT -> new Integer[rows.size()];
            case LONG, INSTANT -> new Long[rows.size()];
            case BOOLEAN -> new Boolean[rows.size()];
            case BYTES -> new byte[rows.size()][];
        };
        for (int i = 0; i < values.length; i++) {
            values[i] = plain(value.apply(rows.get(i)));
        }
        return values;
    }

    private static Object plain(Object value) {
        if (value instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value;
    }
}
