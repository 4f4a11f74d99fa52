package io.gridclear.market.clearing;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookOrder;
import io.gridclear.market.book.LogDraft;
import io.gridclear.market.book.OrderDraft;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.OrderRules.Gate;
import io.gridclear.market.order.ParticipantStance;
import io.gridclear.market.order.Side;
import io.gridclear.market.order.StandingOrder;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.twin.SlowAuction;
import io.gridclear.market.twin.SlowOrderRules;
import io.gridclear.market.twin.TwinOrder;
import io.gridclear.market.twin.TwinTrade;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A book kept by hand: it is sent random requests, asks {@link SlowOrderRules} about each, and writes the log of those
 * that pass. What it refuses is kept as well, with the place in the log where it was refused.
 */
final class RandomLog {

    /** An entry that may not stand at a place of the log. */
    record RefusedEntry(int place, BookEntry entry) {}

    private record Live(BookOrder order, int position) {}

    /** Terms of every log. */
    static final MarketTerms TERMS = LogDraft.CHARGED;

    private final SplittableRandom random;
    private final LogDraft log = LogDraft.open(TERMS);
    private final List<RefusedEntry> refused = new ArrayList<>();
    private final Map<String, Live> live = new HashMap<>();
    private final Map<String, StandingOrder> standing = new HashMap<>();
    private final Map<String, Long> revisedPrices = new HashMap<>();
    private final Map<String, Long> leftAfterStage1 = new HashMap<>();

    private RandomLog(long seed) {
        random = new SplittableRandom(seed);
    }

    static RandomLog of(long seed) {
        RandomLog book = new RandomLog(seed);
        int requests = book.random.nextInt(150);
        for (int i = 0; i < requests; i++) {
            book.offer(Gate.SUBMISSION, book.draft());
        }
        book.log.gate();
        book.runStage1();
        int requotes = book.random.nextInt(40);
        for (int i = 0; i < requotes; i++) {
            book.offer(Gate.REQUOTE, book.requote());
        }
        book.log.close();
        return book;
    }

    List<BookEntry> entries() {
        return log.entries();
    }

    List<RefusedEntry> refused() {
        return refused;
    }

    /** Live orders in the order of the log, with the price that their owner revised them to. */
    List<TwinOrder> orders() {
        return sorted().stream()
                .map(one -> new TwinOrder(
                        one.order().side(),
                        one.order().quantityWh(),
                        one.order().price(),
                        one.order().limitPrice(),
                        revisedPrices.getOrDefault(key(one.order()), TwinOrder.NOT_REVISED)))
                .toList();
    }

    /** Whose they are. */
    List<OrderRef> refs() {
        return sorted().stream()
                .map(one -> new OrderRef(
                        one.order().orderId(),
                        one.order().usagePoint(),
                        one.order().participant()))
                .toList();
    }

    private List<Live> sorted() {
        return live.values().stream()
                .sorted(Comparator.comparing(Live::position))
                .toList();
    }

    private static String key(BookOrder order) {
        return order.participant() + " " + order.usagePoint() + " " + order.orderId();
    }

    private OrderDraft draft() {
        int participant = random.nextInt(12);
        // sides lean to the participant's number, so that most orders pass and some meet their owner's other side
        boolean sells = random.nextInt(10) == 0 ? random.nextBoolean() : participant % 2 == 0;
        String orderId = "o" + random.nextInt(3);
        OrderDraft draft =
                sells ? OrderDraft.sell(orderId, "p" + participant) : OrderDraft.buy(orderId, "p" + participant);
        if (random.nextInt(15) == 0) {
            draft.ownedBy("p" + random.nextInt(12));
        }
        draft.revision(random.nextInt(5)).createdAt(random.nextInt(3));
        draft.wh(random.nextInt(6) == 0 ? 0 : random.nextInt(20) == 0 ? -5 : 1 + random.nextInt(300));
        long price = 500_000 + 100L * random.nextInt(40) + (random.nextInt(20) == 0 ? 50 : 0);
        draft.price(random.nextInt(20) == 0 ? 100 : price);
        if (random.nextBoolean()) {
            // one in six limits equals the quote: it binds a re-quote, which an absent one does not
            long better = random.nextInt(6) == 0 ? 0 : 100L * random.nextInt(-3, 60);
            draft.limit(sells ? price - better : price + better);
        }
        return draft;
    }

    /** A change of price of a live order, mostly; anything otherwise. */
    private OrderDraft requote() {
        List<Live> all = sorted();
        if (all.isEmpty() || random.nextInt(6) == 0) {
            return draft();
        }
        BookOrder order = all.get(random.nextInt(all.size())).order();
        OrderDraft draft = order.side() == Side.SELL
                ? OrderDraft.sell(order.orderId(), order.participant())
                : OrderDraft.buy(order.orderId(), order.participant());
        draft.at(order.usagePoint()).wh(order.quantityWh()).price(500_000 + 100L * random.nextInt(60));
        draft.revision(order.revision() + random.nextInt(4));
        if (random.nextInt(4) == 0) {
            draft.limit(order.limitPrice());
        }
        return draft;
    }

    private void offer(Gate gate, OrderDraft draft) {
        BookOrder order = draft.order();
        OrderRequest request = order.request(LogDraft.PERIOD);
        StandingOrder before = standing.get(key(order));
        SlowOrderRules.Situation situation = new SlowOrderRules.Situation(
                TERMS, gate, request, before, stance(order.participant()), sideWh(order.side()), leftWh(order));
        BookEntry entry = gate == Gate.SUBMISSION
                ? new BookEntry.OrderEntered(log.next(), order)
                : new BookEntry.OrderRequoted(log.next(), order);
        if (SlowOrderRules.isRepeat(situation)
                || !SlowOrderRules.broken(situation).isEmpty()) {
            refused.add(new RefusedEntry(log.entries().size(), entry));
            return;
        }
        if (gate == Gate.SUBMISSION) {
            enter(order, request, before);
        } else {
            revisedPrices.put(key(order), order.price());
            standing.put(key(order), withRevision(standing.get(key(order)), request));
        }
        log.add(entry);
    }

    private void enter(BookOrder order, OrderRequest request, @Nullable StandingOrder before) {
        int position = log.entries().size();
        standing.put(
                key(order),
                new StandingOrder(
                        order.side(),
                        order.revision(),
                        order.quantityWh(),
                        order.price(),
                        order.limitPrice(),
                        position,
                        request.contentHash()));
        if (before != null) {
            live.remove(key(order));
        }
        if (order.quantityWh() > 0) {
            live.put(key(order), new Live(order, position));
        }
    }

    private static StandingOrder withRevision(@Nullable StandingOrder before, OrderRequest request) {
        if (before == null) {
            throw new AssertionError("a re-quote of no order passed");
        }
        return new StandingOrder(
                before.side(),
                request.revision(),
                before.quantityWh(),
                before.price(),
                before.limitPrice(),
                before.position(),
                request.contentHash());
    }

    private ParticipantStance stance(String participant) {
        List<Side> sides = live.values().stream()
                .filter(one -> one.order().participant().equals(participant))
                .map(one -> one.order().side())
                .toList();
        return sides.isEmpty() ? ParticipantStance.NONE : new ParticipantStance(sides.get(0), sides.size());
    }

    private long sideWh(Side side) {
        return live.values().stream()
                .filter(one -> one.order().side() == side)
                .mapToLong(one -> one.order().quantityWh())
                .sum();
    }

    /** What stage 1 left of an order. */
    private long leftWh(BookOrder order) {
        return leftAfterStage1.getOrDefault(key(order), 0L);
    }

    private void runStage1() {
        List<Live> all = sorted();
        SlowAuction.Result result = SlowAuction.run(TERMS, orders());
        for (Live one : all) {
            leftAfterStage1.put(key(one.order()), one.order().quantityWh());
        }
        for (TwinTrade trade : result.trades()) {
            if (trade.stage() == 1) {
                leftAfterStage1.merge(key(all.get(trade.sell()).order()), -trade.quantityWh(), Long::sum);
                leftAfterStage1.merge(key(all.get(trade.buy()).order()), -trade.quantityWh(), Long::sum);
            }
        }
    }
}
