package io.gridclear.ops.clear;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One row of an orders file, parsed in place: slices of the line for the ids, numbers for the rest. A single instance
 * is refilled row by row.
 *
 * <p>Fields are plain: no quotes, no blanks around numbers, a whole number has one spelling (no plus sign, no leading
 * zero), so that rows of equal content are equal bytes. A number beyond 64 bits is well-formed and becomes the largest
 * or smallest {@code long}, which every rule refuses.
 */
final class OrderRow {

    static final String HEADER =
            "area,period_start,order_id,participant,side,quantity_wh,price,limit_price,revised_price";

    /** As for an order id in a bid. */
    static final int MAX_ID_BYTES = 128;

    private static final String[] COLUMNS = HEADER.split(",");
    private static final int AREA = 0;
    private static final int PERIOD_START = 1;
    private static final int ORDER_ID = 2;
    private static final int PARTICIPANT = 3;
    private static final int SIDE = 4;
    private static final int QUANTITY_WH = 5;
    private static final int PRICE = 6;
    private static final int LIMIT_PRICE = 7;
    private static final int REVISED_PRICE = 8;

    private static final byte[] SELL = "SELL".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BUY = "BUY".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer = new byte[0];
    private final int[] starts = new int[COLUMNS.length];
    private final int[] ends = new int[COLUMNS.length];

    private Side side = Side.SELL;
    private long periodStart;
    private long quantityWh;
    private long price;
    private long limitPrice;
    private long revisedPrice;

    private boolean wholeNumber;
    private boolean beyondLong;
    private @Nullable String beyondLongColumn;

    /**
     * Parses line[start, end).
     *
     * @return what is wrong with the row in words, or null when it is well-formed
     */
    @Nullable
    String parse(byte[] line, int start, int end) {
        buffer = line;
        beyondLongColumn = null;
        int columns = split(start, end);
        if (columns != COLUMNS.length) {
            return end == start ? "the line is empty" : columns + " columns instead of " + COLUMNS.length;
        }
        String fault = idFault(AREA);
        fault = fault == null ? idFault(ORDER_ID) : fault;
        fault = fault == null ? idFault(PARTICIPANT) : fault;
        if (fault != null) {
            return fault;
        }
        if (isField(SIDE, SELL)) {
            side = Side.SELL;
        } else if (isField(SIDE, BUY)) {
            side = Side.BUY;
        } else {
            return "side is neither SELL nor BUY";
        }
        periodStart = number(PERIOD_START);
        if (!wholeNumber || beyondLong) {
            return numberFault(PERIOD_START);
        }
        quantityWh = number(QUANTITY_WH);
        if (!wholeNumber) {
            return numberFault(QUANTITY_WH);
        }
        price = number(PRICE);
        if (!wholeNumber) {
            return numberFault(PRICE);
        }
        limitPrice = optionalPrice(LIMIT_PRICE);
        if (!wholeNumber) {
            return numberFault(LIMIT_PRICE);
        }
        revisedPrice = optionalPrice(REVISED_PRICE);
        return wholeNumber ? null : numberFault(REVISED_PRICE);
    }

    Side side() {
        return side;
    }

    long periodStart() {
        return periodStart;
    }

    long quantityWh() {
        return quantityWh;
    }

    long price() {
        return price;
    }

    /** The limit price, or {@link OrderRequest#NO_LIMIT}. */
    long limitPrice() {
        return limitPrice;
    }

    /** The price that the owner revised the order to for stage 2, or {@link OrderRequest#NO_LIMIT}. */
    long revisedPrice() {
        return revisedPrice;
    }

    /** The limit that binds an order of this row when it stands at a price: the limit price, or that price itself. */
    long limitAt(long standingPrice) {
        return limitPrice == OrderRequest.NO_LIMIT ? standingPrice : limitPrice;
    }

    /** Name of a column whose number does not fit 64 bits, or null. */
    @Nullable
    String beyondLongColumn() {
        return beyondLongColumn;
    }

    /** Number of the row's area in the table. */
    int areaIn(ByteSliceTable areas) {
        return areas.number(0, buffer, starts[AREA], ends[AREA]);
    }

    /** Number of the row's period in the table, within the area; a number has one spelling, so its digits will do. */
    int periodIn(ByteSliceTable periods, int area) {
        return periods.number(area, buffer, starts[PERIOD_START], ends[PERIOD_START]);
    }

    /** Number of the row's participant in the table, within the book. */
    int participantIn(ByteSliceTable participants, int book) {
        return participants.number(book, buffer, starts[PARTICIPANT], ends[PARTICIPANT]);
    }

    /** Number of the row's order id in the table, within the participant. */
    int orderIn(ByteSliceTable orders, int participant) {
        return orders.number(participant, buffer, starts[ORDER_ID], ends[ORDER_ID]);
    }

    /** The order's id as text, for a message. */
    String orderId() {
        return text(ORDER_ID);
    }

    /** The participant as text, for a message. */
    String participant() {
        return text(PARTICIPANT);
    }

    private String text(int column) {
        return new String(buffer, starts[column], ends[column] - starts[column], StandardCharsets.UTF_8);
    }

    /** Cuts the line at its commas; returns the number of columns, of which only the first nine are kept. */
    private int split(int start, int end) {
        int column = 0;
        int fieldStart = start;
        for (int at = start; at < end; at++) {
            if (buffer[at] == ',') {
                if (column < COLUMNS.length) {
                    starts[column] = fieldStart;
                    ends[column] = at;
                }
                column++;
                fieldStart = at + 1;
            }
        }
        if (column < COLUMNS.length) {
            starts[column] = fieldStart;
            ends[column] = end;
        }
        return column + 1;
    }

    private boolean isField(int column, byte[] word) {
        int start = starts[column];
        if (ends[column] - start != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (buffer[start + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String idFault(int column) {
        int start = starts[column];
        int end = ends[column];
        if (start == end) {
            return COLUMNS[column] + " is empty";
        }
        if (end - start > MAX_ID_BYTES) {
            return COLUMNS[column] + " has more than " + MAX_ID_BYTES + " bytes";
        }
        boolean ascii = true;
        for (int at = start; at < end; at++) {
            byte b = buffer[at];
            if (b == '"') {
                return COLUMNS[column] + " is quoted; fields are plain here";
            }
            if (b >= 0 && b < ' ' || b == 0x7F) {
                return COLUMNS[column] + " contains a control character";
            }
            ascii &= b >= 0;
        }
        return ascii || Utf8.isValid(buffer, start, end) ? null : COLUMNS[column] + " is not UTF-8";
    }

    private long optionalPrice(int column) {
        if (starts[column] == ends[column]) {
            wholeNumber = true;
            return OrderRequest.NO_LIMIT;
        }
        long value = number(column);
        // A price of -1 that stands in the file is below every band; it must not be taken for an absent one.
        return value < 0 ? Math.min(value, OrderRequest.NO_LIMIT - 1) : value;
    }

    /** The field as a number; tells in wholeNumber and beyondLong whether it is one, and whether it had to be cut. */
    private long number(int column) {
        int at = starts[column];
        int end = ends[column];
        boolean negative = at < end && buffer[at] == '-';
        if (negative) {
            at++;
        }
        int digits = end - at;
        beyondLong = false;
        wholeNumber = digits > 0 && (buffer[at] != '0' || digits == 1 && !negative);
        long value = 0;
        for (; at < end; at++) {
            int digit = buffer[at] - '0';
            if (digit < 0 || digit > 9) {
                wholeNumber = false;
                return 0;
            }
            // Collected as a negative number, because there is one more of them.
            if (value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
                beyondLong = true;
            }
            value = value * 10 - digit;
        }
        if (beyondLong || !negative && value == Long.MIN_VALUE) {
            beyondLong = true;
            beyondLongColumn = COLUMNS[column];
            return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return negative ? value : -value;
    }

    private String numberFault(int column) {
        if (starts[column] == ends[column]) {
            return COLUMNS[column] + " is empty";
        }
        return COLUMNS[column] + (wholeNumber ? " does not fit 64 bits" : " is not a whole number");
    }
}
