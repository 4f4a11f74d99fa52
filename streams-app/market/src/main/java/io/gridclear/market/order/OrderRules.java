package io.gridclear.market.order;

import io.gridclear.market.rules.MarketTerms;
import org.jspecify.annotations.Nullable;

/**
 * The rules that an order must pass, in the order of {@link RejectReason} (market rules, "Orders"). Usage point,
 * signature and area are checked at intake, before an order reaches its book; everything else is decided here.
 */
public final class OrderRules {

    /** What the book lets in at the moment. */
    public enum Gate {
        /** Before gate closure: orders, revisions, cancellations. */
        SUBMISSION,
        /** Stage 1 is done, the window is open: prices of what is left. */
        REQUOTE,
        /** Nothing. */
        CLOSED
    }

    private OrderRules() {}

    /**
     * Decides on a request whose period is known.
     *
     * @param terms terms of the period
     * @param gate what the book lets in
     * @param request what is asked
     * @param standing the revision that counts for this participant, usage point and order id, or null
     * @param stance the participant's stance in this period
     * @param sideWh energy of the live orders on the request's side, Wh
     * @param leftWh what stage 1 left of the standing order, Wh; read only while the gate is REQUOTE
     */
    public static OrderDecision decide(
            MarketTerms terms,
            Gate gate,
            OrderRequest request,
            @Nullable StandingOrder standing,
            ParticipantStance stance,
            long sideWh,
            long leftWh) {
        if (standing != null
                && standing.revision() == request.revision()
                && standing.contentHash() == request.contentHash()) {
            return new OrderDecision.Repeated();
        }
        return switch (gate) {
            case CLOSED -> refused(RejectReason.GATE_CLOSED, "the gate of this period is closed");
            case SUBMISSION -> decideSubmission(terms, request, standing, stance, sideWh);
            case REQUOTE -> decideRequote(terms, request, standing, leftWh);
        };
    }

    private static OrderDecision decideSubmission(
            MarketTerms terms,
            OrderRequest request,
            @Nullable StandingOrder standing,
            ParticipantStance stance,
            long sideWh) {
        boolean replaces = standing != null && !standing.isCancelled();
        boolean cancels = request.quantityWh() == 0 && request.revision() > 0;
        if (!cancels) {
            long ownWh = standing != null && standing.side() == request.side() ? standing.quantityWh() : 0;
            RejectReason reason = checkValues(
                    terms,
                    request.side(),
                    request.quantityWh(),
                    sideWh - ownWh,
                    request.price(),
                    request.effectiveLimit());
            if (reason != null) {
                return refused(reason, describe(reason, terms, request, request.limitPrice()));
            }
        }
        if (!cancels && stance.side() != null && stance.side() != request.side()) {
            return refused(
                    RejectReason.OPPOSITE_SIDE,
                    "participant " + request.participant() + " stands on the side " + stance.side()
                            + " of this period");
        }
        if (request.revision() <= lastRevision(standing)) {
            return stale(request, standing);
        }
        if (cancels) {
            return new OrderDecision.Accepted(OrderDecision.Kind.CANCELLATION);
        }
        return new OrderDecision.Accepted(replaces ? OrderDecision.Kind.REVISION : OrderDecision.Kind.NEW);
    }

    /**
     * Whether a period can be bid for: aligned to the period length, and its start not further from the clock than the
     * horizon, on either side (a period just gone is known, and its gate closed).
     *
     * @param horizonMs the area's horizon, ms
     * @param periodStart start of delivery, epoch ms
     * @param nowMs the book's clock, epoch ms, &gt;= 0
     * @return the refusal, or null
     */
    public static OrderDecision.@Nullable Refused checkPeriod(
            MarketTerms terms, long horizonMs, long periodStart, long nowMs) {
        if (!terms.isAligned(periodStart)) {
            return new OrderDecision.Refused(
                    RejectReason.UNKNOWN_PERIOD,
                    "period start " + periodStart + " is not a multiple of the period length " + terms.periodMs()
                            + " ms");
        }
        // neither an aligned start nor the clock is negative, so that no difference overflows
        if (periodStart - nowMs > horizonMs || nowMs - periodStart > horizonMs) {
            return new OrderDecision.Refused(
                    RejectReason.UNKNOWN_PERIOD,
                    "period start " + periodStart + " is more than " + horizonMs
                            + " ms away from the clock, which shows " + nowMs);
        }
        return null;
    }

    /** Within the window the price may change and nothing else: what does not fit came too late for the gate. */
    private static OrderDecision decideRequote(
            MarketTerms terms, OrderRequest request, @Nullable StandingOrder standing, long leftWh) {
        if (standing == null || standing.isCancelled()) {
            return refused(RejectReason.GATE_CLOSED, "the gate is closed to new orders, only prices may be revised");
        }
        if (leftWh == 0) {
            return refused(RejectReason.GATE_CLOSED, "stage 1 left nothing of order " + request.orderId());
        }
        if (request.side() != standing.side() || request.quantityWh() != standing.quantityWh()) {
            return refused(
                    RejectReason.GATE_CLOSED,
                    "only the price may be revised: the order stands as " + standing.side() + " of "
                            + standing.quantityWh() + " Wh");
        }
        if (request.limitPrice() != OrderRequest.NO_LIMIT && request.limitPrice() != standing.limitPrice()) {
            return refused(RejectReason.GATE_CLOSED, "only the price may be revised, not the limit");
        }
        long limit = standing.limitPrice() == OrderRequest.NO_LIMIT ? request.price() : standing.limitPrice();
        RejectReason reason = checkPrices(terms, request.side(), request.price(), limit);
        if (reason != null) {
            return refused(reason, describe(reason, terms, request, standing.limitPrice()));
        }
        if (request.revision() <= lastRevision(standing)) {
            return stale(request, standing);
        }
        return new OrderDecision.Accepted(OrderDecision.Kind.REQUOTE);
    }

    /**
     * Quantity, band, tick and limit of an order that is not a cancellation; allocates nothing.
     *
     * @param quantityWh the order's energy, Wh
     * @param sideWhWithout energy of the live orders on its side, without this order, Wh
     * @param price the quote
     * @param effectiveLimit the limit, or the quote where there is none
     * @return the first reason that applies, or null
     */
    public static @Nullable RejectReason checkValues(
            MarketTerms terms, Side side, long quantityWh, long sideWhWithout, long price, long effectiveLimit) {
        if (quantityWh <= 0 || quantityWh > terms.maxOrderWh() || quantityWh > terms.maxSideWh() - sideWhWithout) {
            return RejectReason.BAD_QUANTITY;
        }
        return checkPrices(terms, side, price, effectiveLimit);
    }

    /**
     * Band, tick and limit; allocates nothing.
     *
     * @return the first reason that applies, or null
     */
    public static @Nullable RejectReason checkPrices(MarketTerms terms, Side side, long price, long effectiveLimit) {
        if (!terms.isInBand(price) || !terms.isInBand(effectiveLimit)) {
            return RejectReason.PRICE_OUT_OF_BAND;
        }
        if (!terms.isOnTick(price) || !terms.isOnTick(effectiveLimit)) {
            return RejectReason.OFF_TICK;
        }
        boolean crosses = side == Side.SELL ? effectiveLimit > price : effectiveLimit < price;
        return crosses ? RejectReason.LIMIT_CROSSES_QUOTE : null;
    }

    /** Revisions begin at 0. */
    private static long lastRevision(@Nullable StandingOrder standing) {
        return standing == null ? -1 : standing.revision();
    }

    private static OrderDecision stale(OrderRequest request, @Nullable StandingOrder standing) {
        return refused(
                RejectReason.STALE_REVISION,
                "revision " + request.revision() + " of order " + request.orderId() + " is not above revision "
                        + lastRevision(standing));
    }

    private static OrderDecision refused(RejectReason reason, String detail) {
        return new OrderDecision.Refused(reason, detail);
    }

    private static String describe(RejectReason reason, MarketTerms terms, OrderRequest request, long limitPrice) {
        String limit = limitPrice == OrderRequest.NO_LIMIT ? "" : " (limit " + limitPrice + ")";
        return switch (reason) {
            case BAD_QUANTITY ->
                "quantity " + request.quantityWh() + " Wh is not within 1.." + terms.maxOrderWh()
                        + ", or the side would exceed " + terms.maxSideWh() + " Wh";
            case PRICE_OUT_OF_BAND ->
                "price " + request.price() + limit + " is not within " + terms.feedInTariff() + ".."
                        + terms.retailTariff();
            case OFF_TICK -> "price " + request.price() + limit + " is not a multiple of the tick " + terms.tick();
            case LIMIT_CROSSES_QUOTE ->
                request.side() == Side.SELL
                        ? "ask " + request.price() + " is below the order's limit " + limitPrice
                        : "bid " + request.price() + " is above the order's limit " + limitPrice;
            default -> throw new IllegalStateException("no words for " + reason);
        };
    }
}
