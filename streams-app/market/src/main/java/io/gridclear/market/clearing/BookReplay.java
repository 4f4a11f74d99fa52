package io.gridclear.market.clearing;

import io.gridclear.market.auction.Book;
import io.gridclear.market.auction.TwoStageAuction;
import io.gridclear.market.book.BookChain;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookOrder;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.order.OrderDecision;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.OrderRules;
import io.gridclear.market.order.ParticipantStance;
import io.gridclear.market.order.Side;
import io.gridclear.market.order.StandingOrder;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.OrderRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Re-executes the log of one area and period: every entry against the rules, both stages, settlement, hashes. Whoever
 * holds the log comes to the same outcome, without the application. Single-threaded; O(n log n) time and an object per
 * order, as it serves checks and not the live path.
 */
public final class BookReplay {

    /** The log breaks a rule: it is not a log that an honest book wrote. */
    public static final class LogViolation extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        LogViolation(BookEntry.Position at, String what) {
            super("book of " + at.area() + ", period " + at.periodStart() + ", entry " + at.sequence() + ": " + what);
        }
    }

    /** What names an order: ids are their sender's choice, and a usage point may change hands. */
    private record Key(String participant, String usagePoint, String orderId) {

        static Key of(BookOrder order) {
            return new Key(order.participant(), order.usagePoint(), order.orderId());
        }
    }

    private record Live(BookOrder order, long position) {
        OrderRef ref() {
            return new OrderRef(order.orderId(), order.usagePoint(), order.participant());
        }
    }

    private final ClearingJournal.Output output;
    private final BookChain chain = new BookChain(new Sha256());
    private final Map<Key, StandingOrder> standing = new LinkedHashMap<>();
    private final Map<Key, Live> live = new LinkedHashMap<>();
    private final Map<Key, Integer> ordinals = new LinkedHashMap<>();
    private final Map<String, ParticipantStance> stances = new LinkedHashMap<>();
    private final Map<Side, Long> sideWh = new EnumMap<>(Side.class);
    private List<Live> cleared = List.of();
    private byte[] inputHash = BookChain.start();
    private long nextSequence;
    private BookEntry.@Nullable Position first;
    private @Nullable MarketTerms terms;
    private @Nullable Book book;
    private @Nullable TwoStageAuction auction;
    private @Nullable ClearingJournal journal;
    private @Nullable ClearingOutcome outcome;

    /** A replay that hands trades and lines to an output as they come about. */
    public BookReplay(ClearingJournal.Output output) {
        this.output = output;
    }

    /**
     * Takes the next entry.
     *
     * @throws LogViolation if the entry may not stand here
     */
    public void accept(BookEntry entry) {
        BookEntry.Position at = entry.position();
        if (first != null && (!at.area().equals(first.area()) || at.periodStart() != first.periodStart())) {
            throw new LogViolation(at, "the log is that of " + first.area() + ", period " + first.periodStart());
        }
        if (at.sequence() != nextSequence) {
            throw new LogViolation(at, "expected sequence " + nextSequence);
        }
        if (outcome != null) {
            throw new LogViolation(at, "the period is cleared, nothing may follow");
        }
        if (entry instanceof BookEntry.PeriodOpened opened) {
            if (terms != null) {
                throw new LogViolation(at, "the period is open already");
            }
            if (!opened.terms().isAligned(at.periodStart())) {
                throw new LogViolation(at, "the period's start is not a multiple of its length");
            }
            terms = opened.terms();
            first = at;
        } else if (entry instanceof BookEntry.OrderEntered entered) {
            enter(at, entered.order());
        } else if (entry instanceof BookEntry.GateClosed) {
            runStage1(at);
        } else if (entry instanceof BookEntry.OrderRequoted requoted) {
            requote(at, requoted.order());
        } else {
            runStage2(at);
        }
        inputHash = chain.next(inputHash, entry);
        nextSequence++;
    }

    /** Outcome after the last tick; null before it. */
    public @Nullable ClearingOutcome outcome() {
        return outcome;
    }

    /** Hash over all entries so far, 32 bytes. */
    public byte[] inputHash() {
        return inputHash.clone();
    }

    /** Entries so far. */
    public long entries() {
        return nextSequence;
    }

    private void enter(BookEntry.Position at, BookOrder order) {
        if (journal != null) {
            throw new LogViolation(at, "an order after the gate's tick");
        }
        if (opened(at).isReserved(order.participant())) {
            throw new LogViolation(
                    at, "an order of " + order.participant() + ", which stands for the grid or the tax authority");
        }
        Key key = Key.of(order);
        StandingOrder before = standing.get(key);
        OrderRequest request = order.request(at.periodStart());
        OrderDecision.Kind kind =
                decide(at, OrderRules.Gate.SUBMISSION, request, before, stance(order.participant()), 0);
        Live replaced = live.remove(key);
        if (replaced != null) {
            BookOrder old = replaced.order();
            sideWh.merge(old.side(), -old.quantityWh(), Math::addExact);
            stances.put(order.participant(), stance(order.participant()).minus());
        }
        if (kind != OrderDecision.Kind.CANCELLATION) {
            live.put(key, new Live(order, at.sequence()));
            sideWh.merge(order.side(), order.quantityWh(), Math::addExact);
            stances.put(order.participant(), stance(order.participant()).plus(order.side()));
        }
        standing.put(key, request.standingAt(at.sequence()));
    }

    private ParticipantStance stance(String participant) {
        return stances.getOrDefault(participant, ParticipantStance.NONE);
    }

    private OrderDecision.Kind decide(
            BookEntry.Position at,
            OrderRules.Gate gate,
            OrderRequest request,
            @Nullable StandingOrder before,
            ParticipantStance stance,
            long leftWh) {
        OrderDecision decision = OrderRules.decide(
                opened(at), gate, request, before, stance, sideWh.getOrDefault(request.side(), 0L), leftWh);
        if (decision instanceof OrderDecision.Accepted accepted) {
            return accepted.kind();
        }
        throw new LogViolation(at, "the rules do not accept this order: " + decision);
    }

    private void runStage1(BookEntry.Position at) {
        if (journal != null) {
            throw new LogViolation(at, "the gate is closed already");
        }
        MarketTerms rules = opened(at);
        cleared = new ArrayList<>(live.values());
        cleared.sort(Comparator.comparingLong(Live::position));
        Book full = new Book(at.area() + ", period " + at.periodStart(), rules, cleared.size());
        for (Live one : cleared) {
            BookOrder order = one.order();
            int ordinal = full.add(order.side(), order.quantityWh(), order.price(), order.limitPrice());
            ordinals.put(Key.of(order), ordinal);
        }
        book = full;
        auction = new TwoStageAuction(full);
        journal = new ClearingJournal(at.area(), at.periodStart(), rules, ClearingJournal.State.empty(), output);
        auction.runStage1(this::write);
    }

    private void requote(BookEntry.Position at, BookOrder order) {
        if (book == null) {
            throw new LogViolation(at, "a re-quote before the gate's tick");
        }
        Key key = Key.of(order);
        StandingOrder before = standing.get(key);
        Integer ordinal = ordinals.get(key);
        long leftWh = before == null || ordinal == null ? 0 : book.remainingWh(before.side(), ordinal);
        OrderRequest request = order.request(at.periodStart());
        decide(at, OrderRules.Gate.REQUOTE, request, before, ParticipantStance.NONE, leftWh);
        if (before == null || ordinal == null) {
            throw new IllegalStateException("the rules accept a re-quote of a live order only");
        }
        book.revise(order.side(), ordinal, order.price());
        standing.put(key, before.requoted(request));
    }

    private void runStage2(BookEntry.Position at) {
        if (auction == null || journal == null || book == null) {
            throw new LogViolation(at, "the re-quote window cannot close before the gate");
        }
        auction.runStage2(this::write);
        Book left = book;
        ClearingJournal open = journal;
        for (Side side : Side.values()) {
            Comparator<Live> byPrice =
                    Comparator.comparingLong(one -> one.order().price());
            cleared.stream()
                    .filter(one -> one.order().side() == side)
                    .sorted((side == Side.SELL ? byPrice : byPrice.reversed()).thenComparingLong(Live::position))
                    .forEach(one -> {
                        BookOrder order = one.order();
                        Integer ordinal = ordinals.get(Key.of(order));
                        long leftWh = ordinal == null ? 0 : left.remainingWh(side, ordinal);
                        if (leftWh > 0) {
                            open.residual(side, one.ref(), leftWh);
                        }
                    });
        }
        outcome =
                open.finish(left.size(Side.SELL), left.size(Side.BUY), left.totalWh(Side.SELL), left.totalWh(Side.BUY));
    }

    private void write(int stage, int sellOrdinal, int buyOrdinal, long quantityWh, long price) {
        if (journal == null) {
            throw new IllegalStateException("a trade without a journal");
        }
        journal.deal(
                stage, cleared.get(sellOrdinal).ref(), cleared.get(buyOrdinal).ref(), quantityWh, price);
    }

    private MarketTerms opened(BookEntry.Position at) {
        if (terms == null) {
            throw new LogViolation(at, "the period was not opened");
        }
        return terms;
    }
}
