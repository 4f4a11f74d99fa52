package io.gridclear.ops.clear;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The slow, obvious twin of {@link OrderFileClearing}: strings, lists and big integers, written from the market rules
 * and from the description of the file, and sharing no code with the fast one or the kernel.
 */
final class SlowClearing {

    static final String ORDERS_HEADER =
            "area,period_start,order_id,participant,side,quantity_wh,price,limit_price,revised_price";
    static final String TRADES_HEADER =
            "area,period_start,sequence,stage,sell_order_id,buy_order_id,quantity_wh,price,amount_nano";

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]*");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f\"]");
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);

    private final long feedIn;
    private final long retail;
    private final long tick;
    private final boolean byVolume;

    /** Refusals as "line reason", in the order of the file. */
    final List<String> refusals = new ArrayList<>();

    /** The file of trades. */
    final StringBuilder trades = new StringBuilder(TRADES_HEADER + "\n");

    /** The lines of totals. */
    final StringBuilder summary = new StringBuilder();

    private final Map<BookKey, Map<List<String>, Order>> books = new TreeMap<>();

    SlowClearing(long feedIn, long retail, long tick, boolean byVolume) {
        this.feedIn = feedIn;
        this.retail = retail;
        this.tick = tick;
        this.byVolume = byVolume;
    }

    private record BookKey(String area, long periodStart) implements Comparable<BookKey> {
        @Override
        public int compareTo(BookKey other) {
            int byArea = Arrays.compareUnsigned(
                    area.getBytes(StandardCharsets.UTF_8), other.area.getBytes(StandardCharsets.UTF_8));
            return byArea != 0 ? byArea : Long.compare(periodStart, other.periodStart);
        }
    }

    private static final class Order {
        final List<String> row;
        final String id;
        final String participant;
        final boolean sells;
        final BigInteger quantity;
        final BigInteger price;
        final BigInteger limit;
        final BigInteger revised;
        BigInteger left;
        BigInteger stagePrice;

        Order(List<String> row) {
            this.row = row;
            id = row.get(2);
            participant = row.get(3);
            sells = row.get(4).equals("SELL");
            quantity = new BigInteger(row.get(5));
            price = new BigInteger(row.get(6));
            limit = row.get(7).isEmpty() ? null : new BigInteger(row.get(7));
            revised = row.get(8).isEmpty() ? null : new BigInteger(row.get(8));
            left = quantity;
            stagePrice = price;
        }

        BigInteger limitOr(BigInteger standingPrice) {
            return limit == null ? standingPrice : limit;
        }
    }

    /** Clears the bytes of a file. */
    void run(byte[] file) {
        List<byte[]> lines = lines(file);
        if (lines.isEmpty() || !text(lines.get(0)).equals(ORDERS_HEADER)) {
            refusals.add("1 MALFORMED");
            return;
        }
        for (int n = 1; n < lines.size(); n++) {
            String reason = take(lines.get(n));
            if (reason != null) {
                refusals.add((n + 1) + " " + reason);
            }
        }
        if (refusals.isEmpty()) {
            books.forEach((key, orders) -> clear(key, List.copyOf(orders.values())));
        }
    }

    private static List<byte[]> lines(byte[] file) {
        String latin = new String(file, StandardCharsets.ISO_8859_1);
        if (latin.startsWith("\u00ef\u00bb\u00bf")) {
            latin = latin.substring(3);
        }
        List<byte[]> lines = new ArrayList<>();
        while (!latin.isEmpty()) {
            int feed = latin.indexOf('\n');
            String line = feed < 0 ? latin : latin.substring(0, feed);
            latin = feed < 0 ? "" : latin.substring(feed + 1);
            lines.add((line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                    .getBytes(StandardCharsets.ISO_8859_1));
        }
        return lines;
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private String take(byte[] line) {
        String text = text(line);
        List<String> row = text == null ? List.of() : List.of(text.split(",", -1));
        if (line.length > 1024 || !isWellFormed(row)) {
            return "MALFORMED";
        }
        Order order = new Order(row);
        Map<List<String>, Order> book = books.computeIfAbsent(
                new BookKey(row.get(0), Long.parseLong(row.get(1))), k -> new java.util.LinkedHashMap<>());
        List<String> key = List.of(order.participant, order.id);
        Order standing = book.get(key);
        if (standing != null && standing.row.equals(row)) {
            return null;
        }
        String reason = firstBrokenRule(order, standing, book);
        if (reason == null) {
            book.put(key, order);
        }
        return reason;
    }

    private static boolean isWellFormed(List<String> row) {
        if (row.size() != 9 || !(row.get(4).equals("SELL") || row.get(4).equals("BUY"))) {
            return false;
        }
        for (int id : new int[] {0, 2, 3}) {
            int bytes = row.get(id).getBytes(StandardCharsets.UTF_8).length;
            if (bytes < 1 || bytes > 128 || CONTROL.matcher(row.get(id)).find()) {
                return false;
            }
        }
        for (int number : new int[] {1, 5, 6, 7, 8}) {
            boolean absent = number >= 7 && row.get(number).isEmpty();
            if (!absent && !WHOLE.matcher(row.get(number)).matches()) {
                return false;
            }
        }
        BigInteger period = new BigInteger(row.get(1));
        return period.compareTo(MIN_LONG) >= 0 && period.compareTo(MAX_LONG) <= 0;
    }

    private String firstBrokenRule(Order order, Order standing, Map<List<String>, Order> book) {
        BigInteger others = BigInteger.ZERO;
        for (Order other : book.values()) {
            if (other.sells == order.sells && other != standing) {
                others = others.add(other.quantity);
            }
        }
        BigInteger most = BigInteger.valueOf(Long.MAX_VALUE / 4 / retail);
        if (order.quantity.signum() <= 0 || others.add(order.quantity).compareTo(most) > 0) {
            return "BAD_QUANTITY";
        }
        List<BigInteger> prices = new ArrayList<>(List.of(order.price));
        if (order.limit != null) {
            prices.add(order.limit);
        }
        if (order.revised != null) {
            prices.add(order.revised);
        }
        for (BigInteger price : prices) {
            if (price.compareTo(BigInteger.valueOf(feedIn)) < 0 || price.compareTo(BigInteger.valueOf(retail)) > 0) {
                return "PRICE_OUT_OF_BAND";
            }
        }
        for (BigInteger price : prices) {
            if (price.mod(BigInteger.valueOf(tick)).signum() != 0) {
                return "OFF_TICK";
            }
        }
        if (order.limit != null) {
            for (BigInteger price : prices) {
                int sign = price.compareTo(order.limit);
                if (order.sells ? sign < 0 : sign > 0) {
                    return "LIMIT_CROSSES_QUOTE";
                }
            }
        }
        for (Order other : book.values()) {
            if (other.participant.equals(order.participant) && other.sells != order.sells) {
                return "OPPOSITE_SIDE";
            }
        }
        return standing == null ? null : "STALE_REVISION";
    }

    private void clear(BookKey key, List<Order> orders) {
        List<BigInteger> prices = new ArrayList<>();
        List<BigInteger> energies = new ArrayList<>();
        int[] sequence = {0};
        match(key, orders, 1, sequence, prices, energies);
        BigInteger reference = reference(prices, energies);
        BigInteger stage1 = energies.stream().reduce(BigInteger.ZERO, BigInteger::add);
        for (Order order : orders) {
            if (order.revised != null) {
                order.stagePrice = order.revised;
            } else if (order.sells) {
                order.stagePrice = order.limitOr(order.price).max(order.price.min(reference));
            } else {
                order.stagePrice = order.limitOr(order.price).min(order.price.max(reference));
            }
        }
        energies.clear();
        match(key, orders, 2, sequence, prices, energies);
        BigInteger stage2 = energies.stream().reduce(BigInteger.ZERO, BigInteger::add);
        summary.append(key.area).append(',').append(key.periodStart);
        summary.append(": orders ").append(orders.size()).append(" trades ").append(sequence[0]);
        summary.append(" stage1_wh ").append(stage1).append(" stage2_wh ").append(stage2);
        summary.append(" pa ").append(reference);
        summary.append(" unmatched_sell ").append(left(orders, true));
        summary.append(" unmatched_buy ").append(left(orders, false)).append('\n');
    }

    private static BigInteger left(List<Order> orders, boolean sells) {
        return orders.stream().filter(o -> o.sells == sells).map(o -> o.left).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private void match(
            BookKey key,
            List<Order> orders,
            int stage,
            int[] sequence,
            List<BigInteger> prices,
            List<BigInteger> energies) {
        List<Order> sells = queue(orders, true);
        List<Order> buys = queue(orders, false);
        while (!sells.isEmpty() && !buys.isEmpty()) {
            Order sell = sells.get(0);
            Order buy = buys.get(0);
            if (sell.stagePrice.compareTo(buy.stagePrice) > 0) {
                return;
            }
            BigInteger energy = sell.left.min(buy.left);
            BigInteger price = sell.stagePrice.add(buy.stagePrice).divide(BigInteger.TWO);
            trades.append(key.area).append(',').append(key.periodStart).append(',');
            trades.append(sequence[0]++).append(',').append(stage).append(',');
            trades.append(sell.id).append(',').append(buy.id).append(',');
            trades.append(energy).append(',').append(price).append(',');
            trades.append(energy.multiply(price)).append('\n');
            prices.add(price);
            energies.add(energy);
            sell.left = sell.left.subtract(energy);
            buy.left = buy.left.subtract(energy);
            sells.removeIf(o -> o.left.signum() == 0);
            buys.removeIf(o -> o.left.signum() == 0);
        }
    }

    private static List<Order> queue(List<Order> orders, boolean sells) {
        List<Order> queue = new ArrayList<>(orders.stream()
                .filter(o -> o.sells == sells && o.left.signum() > 0)
                .toList());
        Comparator<Order> byPrice = Comparator.comparing(o -> o.stagePrice);
        queue.sort(sells ? byPrice : byPrice.reversed());
        return queue;
    }

    private BigInteger reference(List<BigInteger> prices, List<BigInteger> energies) {
        BigInteger sum = BigInteger.valueOf(feedIn + retail);
        BigInteger divisor = BigInteger.TWO;
        if (!prices.isEmpty()) {
            sum = BigInteger.ZERO;
            divisor = BigInteger.ZERO;
            for (int i = 0; i < prices.size(); i++) {
                BigInteger weight = byVolume ? energies.get(i) : BigInteger.ONE;
                sum = sum.add(prices.get(i).multiply(weight));
                divisor = divisor.add(weight);
            }
        }
        BigInteger step = BigInteger.valueOf(tick);
        BigInteger twice = divisor.multiply(step).multiply(BigInteger.TWO);
        return sum.multiply(BigInteger.TWO)
                .add(divisor.multiply(step))
                .divide(twice)
                .multiply(step);
    }

    /** Whether nothing was refused. */
    boolean isCleared() {
        return refusals.isEmpty();
    }

    /** Rows in the order in which they were refused, to their number of refusals; for messages of tests. */
    Map<String, Integer> refusalsByReason() {
        Map<String, Integer> count = new HashMap<>();
        refusals.forEach(r -> count.merge(r.substring(r.indexOf(' ') + 1), 1, Integer::sum));
        return count;
    }
}
