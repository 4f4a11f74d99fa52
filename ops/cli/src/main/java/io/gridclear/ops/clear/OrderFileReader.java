package io.gridclear.ops.clear;

import io.gridclear.market.order.OrderDecision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads an orders file row by row into the intake, and keeps what is refused. */
final class OrderFileReader {

    /** Reason of a row that is not an order at all; every other reason is the market's. */
    static final String MALFORMED = "MALFORMED";

    private static final byte[] HEADER = OrderRow.HEADER.getBytes(StandardCharsets.US_ASCII);

    private OrderFileReader() {}

    /**
     * Reads to the end of the stream.
     *
     * @return the refused rows; a missing or wrong header is one, and nothing behind it is read then
     */
    static Refusals read(InputStream input, OrderIntake intake) throws IOException {
        Refusals refusals = new Refusals();
        LineReader lines = new LineReader(input);
        if (!lines.next()) {
            refusals.add(1, MALFORMED, "the file is empty; its first line has to be " + OrderRow.HEADER);
            return refusals;
        }
        if (!Arrays.equals(lines.buffer(), lines.start(), lines.end(), HEADER, 0, HEADER.length)) {
            refusals.add(1, MALFORMED, "the first line has to be " + OrderRow.HEADER);
            return refusals;
        }
        OrderRow row = new OrderRow();
        while (lines.next()) {
            if (lines.isTooLong()) {
                String detail = "the line has more than " + LineReader.MAX_LINE_BYTES + " bytes";
                refusals.add(lines.lineNumber(), MALFORMED, detail);
                continue;
            }
            String fault = row.parse(lines.buffer(), lines.start(), lines.end());
            if (fault != null) {
                refusals.add(lines.lineNumber(), MALFORMED, fault);
                continue;
            }
            OrderDecision.Refused refused = intake.take(row);
            if (refused != null) {
                refusals.add(lines.lineNumber(), refused.reason().name(), detail(refused, row));
            }
        }
        return refusals;
    }

    private static String detail(OrderDecision.Refused refused, OrderRow row) {
        String column = row.beyondLongColumn();
        return column == null ? refused.detail() : refused.detail() + " (" + column + " does not fit 64 bits)";
    }
}
