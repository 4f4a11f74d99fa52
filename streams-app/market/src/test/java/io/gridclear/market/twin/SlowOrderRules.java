package io.gridclear.market.twin;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.OrderRules.Gate;
import io.gridclear.market.order.ParticipantStance;
import io.gridclear.market.order.RejectReason;
import io.gridclear.market.order.Side;
import io.gridclear.market.order.StandingOrder;
import io.gridclear.market.rules.MarketTerms;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every rule on its own, and all of them always: which of them a request breaks. Big numbers cannot overflow. */
public final class SlowOrderRules {

    /**
     * What a request meets.
     *
     * @param terms terms of the period
     * @param gate what the book lets in
     * @param request what is asked
     * @param standing the revision that counts, or null
     * @param stance the participant's stance
     * @param sideWh energy of the live orders on the request's side
     * @param leftWh what stage 1 left of the standing order
     */
    public record Situation(
            MarketTerms terms,
            Gate gate,
            OrderRequest request,
            @Nullable StandingOrder standing,
            ParticipantStance stance,
            long sideWh,
            long leftWh) {}

    private SlowOrderRules() {}

    /** Whether the request is the standing revision over again. */
    public static boolean isRepeat(Situation s) {
        return s.standing() != null
                && s.standing().revision() == s.request().revision()
                && s.standing().contentHash() == s.request().contentHash();
    }

    /** Whether the request takes an order off the book. */
    public static boolean isCancellation(Situation s) {
        return s.gate() != Gate.REQUOTE
                && s.request().quantityWh() == 0
                && s.request().revision() > 0;
    }

    /** All rules that the request breaks; the first of them is the answer. */
    public static Set<RejectReason> broken(Situation s) {
        Set<RejectReason> broken = EnumSet.noneOf(RejectReason.class);
        if (isGateClosed(s)) {
            broken.add(RejectReason.GATE_CLOSED);
        }
        if (!isCancellation(s)) {
            if (s.gate() != Gate.REQUOTE && isBadQuantity(s)) {
                broken.add(RejectReason.BAD_QUANTITY);
            }
            addBrokenPriceRules(s, broken);
            if (s.gate() != Gate.REQUOTE
                    && s.stance().side() != null
                    && s.stance().side() != s.request().side()) {
                broken.add(RejectReason.OPPOSITE_SIDE);
            }
        }
        long last = s.standing() == null ? -1 : s.standing().revision();
        if (s.request().revision() <= last) {
            broken.add(RejectReason.STALE_REVISION);
        }
        return broken;
    }

    private static boolean isGateClosed(Situation s) {
        return switch (s.gate()) {
            case SUBMISSION -> false;
            case CLOSED -> true;
            case REQUOTE -> {
                StandingOrder standing = s.standing();
                OrderRequest request = s.request();
                boolean changesPriceOnly = standing != null
                        && standing.side() == request.side()
                        && standing.quantityWh() == request.quantityWh()
                        && (request.limitPrice() == OrderRequest.NO_LIMIT
                                || request.limitPrice() == standing.limitPrice());
                yield !changesPriceOnly || standing.quantityWh() == 0 || s.leftWh() == 0;
            }
        };
    }

    private static boolean isBadQuantity(Situation s) {
        BigInteger quantity = big(s.request().quantityWh());
        BigInteger side = big(s.sideWh()).add(quantity);
        if (s.standing() != null && s.standing().side() == s.request().side()) {
            side = side.subtract(big(s.standing().quantityWh()));
        }
        BigInteger dearest = big(s.terms().retailTariff())
                .add(big(s.terms().gridFee()))
                .add(big(s.terms().imbalanceSpread()))
                .add(big(s.terms().energyTax()));
        BigInteger most = big(Long.MAX_VALUE).divide(big(4)).divide(dearest);
        return quantity.signum() <= 0
                || quantity.compareTo(big(s.terms().maxOrderWh())) > 0
                || side.compareTo(most) > 0;
    }

    private static void addBrokenPriceRules(Situation s, Set<RejectReason> broken) {
        BigInteger price = big(s.request().price());
        BigInteger limit = price;
        if (s.gate() == Gate.REQUOTE && s.standing() != null && s.standing().limitPrice() != OrderRequest.NO_LIMIT) {
            limit = big(s.standing().limitPrice());
        } else if (s.request().limitPrice() != OrderRequest.NO_LIMIT) {
            limit = big(s.request().limitPrice());
        }
        BigInteger low = big(s.terms().feedInTariff());
        BigInteger high = big(s.terms().retailTariff());
        if (price.min(limit).compareTo(low) < 0 || price.max(limit).compareTo(high) > 0) {
            broken.add(RejectReason.PRICE_OUT_OF_BAND);
        }
        BigInteger tick = big(s.terms().tick());
        if (price.mod(tick).signum() != 0 || limit.mod(tick).signum() != 0) {
            broken.add(RejectReason.OFF_TICK);
        }
        int limitAgainstPrice = limit.compareTo(price);
        if (s.request().side() == Side.SELL ? limitAgainstPrice > 0 : limitAgainstPrice < 0) {
            broken.add(RejectReason.LIMIT_CROSSES_QUOTE);
        }
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}
