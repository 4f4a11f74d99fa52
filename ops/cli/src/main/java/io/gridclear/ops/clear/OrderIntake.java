package io.gridclear.ops.clear;

import io.gridclear.market.order.OrderDecision;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.OrderRules;
import io.gridclear.market.order.OrderRules.Gate;
import io.gridclear.market.order.ParticipantStance;
import io.gridclear.market.order.Side;
import io.gridclear.market.order.StandingOrder;
import io.gridclear.market.rules.MarketTerms;
import org.jspecify.annotations.Nullable;

/**
 * Puts well-formed rows before the market's rules. A row is an order's first revision; its revised price is a re-quote
 * that the owner makes after stage 1. {@link OrderRules} decides; the plain case, a new order that passes every check,
 * is recognised without making an object of it.
 */
final class OrderIntake {

    /** Stands for the content of the row at hand: the rules only ask whether two contents are the same. */
    private static final long ROW_CONTENT = 1;

    private final MarketTerms terms;
    private final OrderKeys keys = new OrderKeys();
    private final AcceptedOrders orders;

    OrderIntake(MarketTerms terms) {
        this.terms = terms;
        this.orders = new AcceptedOrders(terms.tick());
    }

    /** Numbers of all that was taken in. */
    OrderKeys keys() {
        return keys;
    }

    /** The accepted orders. */
    AcceptedOrders orders() {
        return orders;
    }

    /**
     * Takes the row in, unless a rule refuses it.
     *
     * @return why it is refused, or null when it is accepted or repeats an accepted row
     */
    OrderDecision.@Nullable Refused take(OrderRow row) {
        keys.locate(row);
        int book = keys.book();
        int participant = keys.participant();
        int order = keys.order();
        orders.reserve(book, participant, order);
        if (orders.isAccepted(order) || !isPlain(row, book, participant)) {
            OrderDecision decision = decide(row, participant, order, book);
            if (decision instanceof OrderDecision.Refused refused) {
                return refused;
            }
            if (decision instanceof OrderDecision.Repeated) {
                return null;
            }
        }
        orders.accept(row, book, participant, order);
        return null;
    }

    /** Whether {@link #decide} would accept the row as a new order. */
    private boolean isPlain(OrderRow row, int book, int participant) {
        Side side = row.side();
        Side stance = orders.sideOf(participant);
        return (stance == null || stance == side)
                && OrderRules.checkValues(
                                terms,
                                side,
                                row.quantityWh(),
                                orders.sideWh(book, side),
                                row.price(),
                                row.limitAt(row.price()))
                        == null
                && (row.revisedPrice() == OrderRequest.NO_LIMIT
                        || OrderRules.checkPrices(terms, side, row.revisedPrice(), row.limitAt(row.revisedPrice()))
                                == null);
    }

    private OrderDecision decide(OrderRow row, int participant, int order, int book) {
        Side stance = orders.sideOf(participant);
        StandingOrder standing = stance != null && orders.isAccepted(order) ? standing(stance, order, row) : null;
        OrderDecision decision = OrderRules.decide(
                terms,
                Gate.SUBMISSION,
                request(row, 0, row.quantityWh(), row.price()),
                standing,
                // nothing is cancelled in a file, so it does not matter how many live orders make the stance
                stance == null ? ParticipantStance.NONE : new ParticipantStance(stance, 1),
                orders.sideWh(book, row.side()),
                0);
        if (decision instanceof OrderDecision.Repeated || row.revisedPrice() == OrderRequest.NO_LIMIT) {
            return decision;
        }
        return first(decision, decideRevisedPrice(row));
    }

    /** Puts the revised price to the rules as a re-quote of the order, whose quantity plays no part in it. */
    private OrderDecision decideRevisedPrice(OrderRow row) {
        StandingOrder placed = new StandingOrder(row.side(), 0, 1, row.price(), row.limitPrice(), 0, ROW_CONTENT);
        OrderDecision decision = OrderRules.decide(
                terms, Gate.REQUOTE, request(row, 1, 1, row.revisedPrice()), placed, ParticipantStance.NONE, 0, 1);
        return decision instanceof OrderDecision.Refused refused
                ? new OrderDecision.Refused(refused.reason(), "revised " + refused.detail())
                : decision;
    }

    /** The refusal whose reason is checked first, or an acceptance when there is none. */
    private static OrderDecision first(OrderDecision one, OrderDecision other) {
        if (!(other instanceof OrderDecision.Refused refusedOther)) {
            return one;
        }
        boolean oneIsFirst = one instanceof OrderDecision.Refused refusedOne
                && refusedOne.reason().compareTo(refusedOther.reason()) <= 0;
        return oneIsFirst ? one : other;
    }

    private static OrderRequest request(OrderRow row, long revision, long quantityWh, long price) {
        return new OrderRequest(
                row.participant(),
                row.participant(),
                row.orderId(),
                revision,
                row.side(),
                row.periodStart(),
                quantityWh,
                price,
                row.limitPrice(),
                ROW_CONTENT);
    }

    private StandingOrder standing(Side side, int order, OrderRow row) {
        boolean repeated = side == row.side()
                && orders.quantityWh(order) == row.quantityWh()
                && orders.price(order) == row.price()
                && orders.limitPrice(order) == row.limitPrice()
                && orders.revisedPrice(order) == row.revisedPrice();
        return new StandingOrder(
                side,
                0,
                orders.quantityWh(order),
                orders.price(order),
                orders.limitPrice(order),
                0,
                repeated ? ROW_CONTENT : ~ROW_CONTENT);
    }
}
