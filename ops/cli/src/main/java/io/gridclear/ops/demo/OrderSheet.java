package io.gridclear.ops.demo;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookOrder;
import io.gridclear.market.order.OrderRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The live orders of one area and period, in log order, as a person would list them. Single-threaded. */
final class OrderSheet {

    /** Names an order of a period. */
    record Key(String participant, String usagePoint, String orderId) {
        static Key of(BookOrder order) {
            return new Key(order.participant(), order.usagePoint(), order.orderId());
        }
    }

    private static final long NOT_REVISED = -1;

    private record Row(BookOrder order, long revisedPrice) {}

    private final Map<Key, Row> rows = new LinkedHashMap<>();

    void take(BookEntry entry) {
        if (entry instanceof BookEntry.OrderEntered entered) {
            Key key = Key.of(entered.order());
            rows.remove(key);
            if (entered.order().quantityWh() > 0) {
                rows.put(key, new Row(entered.order(), NOT_REVISED));
            }
        } else if (entry instanceof BookEntry.OrderRequoted requoted) {
            rows.computeIfPresent(
                    Key.of(requoted.order()),
                    (key, row) -> new Row(row.order(), requoted.order().price()));
        }
    }

    int size() {
        return rows.size();
    }

    /** Energy of each live order, Wh. */
    Map<Key, Long> quantities() {
        Map<Key, Long> quantities = new LinkedHashMap<>();
        rows.forEach((key, row) -> quantities.put(key, row.order().quantityWh()));
        return quantities;
    }

    /** The rows as {@code gridclear clear} reads them. */
    void writeCsv(String area, long periodStart, Consumer<String> line) {
        for (Row row : rows.values()) {
            BookOrder order = row.order();
            line.accept(String.join(
                    ",",
                    area,
                    Long.toString(periodStart),
                    order.orderId(),
                    order.participant(),
                    order.side().name(),
                    Long.toString(order.quantityWh()),
                    Long.toString(order.price()),
                    order.limitPrice() == OrderRequest.NO_LIMIT ? "" : Long.toString(order.limitPrice()),
                    row.revisedPrice() == NOT_REVISED ? "" : Long.toString(row.revisedPrice())));
        }
    }
}
