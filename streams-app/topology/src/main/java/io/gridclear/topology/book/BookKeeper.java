package io.gridclear.topology.book;

import io.gridclear.market.auction.LeftoverQueue;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookOrder;
import io.gridclear.market.order.OrderDecision;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.OrderRules;
import io.gridclear.market.order.RejectReason;
import io.gridclear.market.order.StandingOrder;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.topology.areas.AreaRules;
import org.jspecify.annotations.Nullable;

/**
 * Takes orders into the books of a task's areas: loads what the rules need, lets the kernel decide, stores and logs what
 * it accepted. One task, single-threaded.
 */
public final class BookKeeper {

    private final OrderQueueStore queues;
    private final ParticipantStore participants;
    private final PeriodStore periods;
    private final BookLog log;

    BookKeeper(OrderQueueStore queues, ParticipantStore participants, PeriodStore periods, BookLog log) {
        this.queues = queues;
        this.participants = participants;
        this.periods = periods;
        this.log = log;
    }

    /**
     * Decides on an order, and enters it if it is accepted.
     *
     * @param rules rules of the area
     * @param periodStart period that the order names, epoch ms
     * @param nowMs the application's clock, epoch ms
     */
    public OrderDecision offer(AreaRules rules, long periodStart, BookOrder order, long nowMs) {
        PeriodState state = periods.find(rules.area(), periodStart);
        PeriodKey key = state == null ? new PeriodKey(rules.area(), periodStart) : state.key();
        MarketTerms terms = state == null ? rules.termsOf(periodStart) : state.terms();
        if (terms.isReserved(order.participant())) {
            return new OrderDecision.Refused(
                    RejectReason.UNKNOWN_USAGE_POINT,
                    "usage point " + order.usagePoint() + " is registered for " + order.participant()
                            + ", which stands for the grid or the tax authority");
        }
        OrderDecision refusal = state == null ? checkUnopened(rules, periodStart, nowMs) : null;
        if (refusal != null) {
            return refusal;
        }
        ParticipantOrders own = participants.load(key, order.participant());
        StandingOrder standing =
                participants.standing(key, order.participant(), own, order.usagePoint(), order.orderId());
        OrderRequest request = order.request(periodStart);
        OrderDecision decision = OrderRules.decide(
                terms,
                state == null ? OrderRules.Gate.SUBMISSION : state.gate(),
                request,
                standing,
                own.stance(),
                state == null ? 0 : state.liveWh(order.side()),
                state == null ? 0 : leftWh(state, standing));
        if (decision instanceof OrderDecision.Accepted accepted) {
            enter(state == null ? open(key, terms) : state, own, standing, request, order, accepted.kind());
        }
        return decision;
    }

    /** Opens a period and saves it: its terms are frozen by the first entry of its log. */
    PeriodState open(PeriodKey key, MarketTerms terms) {
        PeriodState state = periods.open(key, terms);
        log.append(state, at -> new BookEntry.PeriodOpened(at, terms));
        periods.save(state);
        return state;
    }

    private @Nullable OrderDecision checkUnopened(AreaRules rules, long periodStart, long nowMs) {
        OrderDecision unknown = OrderRules.checkPeriod(rules.terms(), rules.horizonMs(), periodStart, nowMs);
        if (unknown != null) {
            return unknown;
        }
        PeriodState other =
                periods.overlapping(rules.area(), periodStart, rules.terms().deliveryEndsAt(periodStart));
        if (other != null) {
            return new OrderDecision.Refused(
                    RejectReason.UNKNOWN_PERIOD,
                    "the period " + periodStart + " overlaps with the period "
                            + other.key().periodStart() + ", which was opened under the area's earlier terms");
        }
        return periodStart < openFrom(rules, nowMs)
                ? new OrderDecision.Refused(
                        RejectReason.GATE_CLOSED, "the gate of the period " + periodStart + " is closed")
                : null;
    }

    /** The area's clock, set going by the first order where no tick has done so yet. */
    private long openFrom(AreaRules rules, long nowMs) {
        Long clock = periods.clock(rules.area());
        if (clock == null) {
            clock = BookClock.firstOpenGate(rules.terms(), nowMs);
            periods.clock(rules.area(), clock);
        }
        return clock;
    }

    private static long leftWh(PeriodState state, @Nullable StandingOrder standing) {
        return standing == null || standing.isCancelled()
                ? 0
                : state.cursor(standing.side())
                        .leftOf(standing.side(), standing.price(), standing.position(), standing.quantityWh());
    }

    private void enter(
            PeriodState state,
            ParticipantOrders own,
            @Nullable StandingOrder standing,
            OrderRequest request,
            BookOrder order,
            OrderDecision.Kind kind) {
        PeriodKey key = state.key();
        if (kind == OrderDecision.Kind.REQUOTE && standing != null) {
            log.append(state, at -> new BookEntry.OrderRequoted(at, order));
            queues.revise(key, standing.side(), standing.price(), standing.position(), order.price());
            save(state, own, order, standing.requoted(request));
            return;
        }
        BookEntry.Position at = log.append(state, position -> new BookEntry.OrderEntered(position, order));
        if (standing != null && !standing.isCancelled()) {
            queues.delete(key, standing.side(), standing.price(), standing.position());
            state.remove(standing.side(), standing.quantityWh());
            own.stance(own.stance().minus());
        }
        if (kind != OrderDecision.Kind.CANCELLATION) {
            queues.put(
                    key,
                    order.side(),
                    order.price(),
                    at.sequence(),
                    new QueuedOrder(
                            order.quantityWh(),
                            order.limitPrice(),
                            LeftoverQueue.NOT_REVISED,
                            new OrderRef(order.orderId(), order.usagePoint(), order.participant())));
            state.add(order.side(), order.quantityWh());
            own.stance(own.stance().plus(order.side()));
        }
        save(state, own, order, request.standingAt(at.sequence()));
    }

    private void save(PeriodState state, ParticipantOrders own, BookOrder order, StandingOrder standing) {
        participants.save(state.key(), order.participant(), own, order.usagePoint(), order.orderId(), standing);
        periods.saveTally(state);
    }
}
