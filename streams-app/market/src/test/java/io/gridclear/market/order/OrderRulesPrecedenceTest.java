package io.gridclear.market.order;

import static io.gridclear.market.order.OrderRequests.TERMS;
import static io.gridclear.market.order.OrderRequests.sell;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.order.OrderRules.Gate;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.twin.SlowOrderRules;
import io.gridclear.market.twin.SlowOrderRules.Situation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An order that breaks several rules gets the reason that is checked first. */
class OrderRulesPrecedenceTest {

    private static final Set<RejectReason> DECIDED_HERE =
            EnumSet.range(RejectReason.GATE_CLOSED, RejectReason.STALE_REVISION);

    private static final List<Gate> GATES = List.of(Gate.values());

    @Test
    void reasonsStandInTheOrderOfTheMarketRules() {
        assertThat(RejectReason.values())
                .extracting(RejectReason::name)
                .containsExactly(
                        "UNKNOWN_USAGE_POINT",
                        "BAD_SIGNATURE",
                        "UNKNOWN_AREA",
                        "UNKNOWN_PERIOD",
                        "GATE_CLOSED",
                        "BAD_QUANTITY",
                        "PRICE_OUT_OF_BAND",
                        "OFF_TICK",
                        "LIMIT_CROSSES_QUOTE",
                        "OPPOSITE_SIDE",
                        "STALE_REVISION");
    }

    /** Every combination of values at, within and beyond each rule's boundary: each pair of reasons comes up alone. */
    @Test
    void ofEveryPairOfBrokenRulesTheEarlierIsTheAnswer() {
        Set<Set<RejectReason>> seen = new HashSet<>();
        forEachSituation(situation -> {
            check(situation, "grid");
            if (!SlowOrderRules.isRepeat(situation)) {
                seen.add(SlowOrderRules.broken(situation));
            }
        });
        for (RejectReason one : DECIDED_HERE) {
            assertThat(seen).contains(EnumSet.of(one));
            for (RejectReason other : DECIDED_HERE) {
                assertThat(seen).contains(EnumSet.of(one, other));
            }
        }
        assertThat(seen).contains(EnumSet.noneOf(RejectReason.class)).contains(DECIDED_HERE);
    }

    private static void forEachSituation(Consumer<Situation> action) {
        for (OrderRequest request : requests()) {
            for (StandingOrder standing : Arrays.asList(
                    null,
                    sell().revision(3).standing(),
                    sell().revision(3).wh(0).standing(),
                    sell().side(Side.BUY).revision(3).limit(500_000).standing())) {
                for (ParticipantStance stance : List.of(
                        ParticipantStance.NONE,
                        ParticipantStance.NONE.plus(Side.SELL),
                        ParticipantStance.NONE.plus(Side.BUY))) {
                    long leftWh = standing == null ? 0 : standing.quantityWh();
                    for (Gate gate : Gate.values()) {
                        action.accept(new Situation(TERMS, gate, request, standing, stance, 1_000, leftWh));
                    }
                }
            }
        }
    }

    private static List<OrderRequest> requests() {
        List<OrderRequest> requests = new ArrayList<>();
        for (long wh : new long[] {-1, 0, 1, 1_000, 1_000_000_000, 1_000_000_001}) {
            for (long price : new long[] {449_900, 450_000, 500_000, 500_050, 670_000, 680_050}) {
                for (long limit : new long[] {OrderRequest.NO_LIMIT, 440_000, 440_050, 500_000, 500_050, 670_100}) {
                    for (long revision : new long[] {-1, 0, 2, 3, 4}) {
                        for (Side side : Side.values()) {
                            requests.add(sell().side(side)
                                    .wh(wh)
                                    .price(price)
                                    .limit(limit)
                                    .revision(revision)
                                    .request());
                        }
                    }
                }
            }
        }
        return requests;
    }

    /** Values near the ends of a long, where a careless sum or product would wrap around. */
    @Test
    void extremeValuesAreDecidedAsBigNumbersDecideThem() {
        for (long seed = 0; seed < 200_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            MarketTerms terms = extremeTerms(random);
            OrderRequest request = request(random, terms);
            StandingOrder standing =
                    random.nextBoolean() ? request(random, terms).standingAt(3) : null;
            long ownWh = standing == null ? 0 : Math.max(0, Math.min(standing.quantityWh(), terms.maxSideWh()));
            if (standing != null) {
                standing = new StandingOrder(
                        standing.side(),
                        Math.abs(standing.revision() >> 1),
                        ownWh,
                        standing.price(),
                        standing.limitPrice(),
                        standing.position(),
                        standing.contentHash());
            }
            ParticipantStance stance = random.nextInt(3) == 0
                    ? ParticipantStance.NONE
                    : ParticipantStance.NONE.plus(random.nextBoolean() ? Side.SELL : Side.BUY);
            long sideWh = ownWh + among(random, 0, terms.maxSideWh() - ownWh);
            check(
                    new Situation(
                            terms,
                            GATES.get(random.nextInt(GATES.size())),
                            request,
                            standing,
                            stance,
                            sideWh,
                            among(random, 0, ownWh)),
                    "seed " + seed);
        }
    }

    private static MarketTerms extremeTerms(SplittableRandom random) {
        long tick = 2 * (1 + (random.nextLong(1L << 40) >> random.nextInt(40)));
        long mostTicks = Math.min(MarketTerms.MAX_PRICE / tick, MarketTerms.MAX_TICKS - 1);
        long retail = among(random, 1, mostTicks);
        return new MarketTerms(
                1,
                0,
                0,
                tick,
                tick * among(random, 0, retail),
                tick * retail,
                ReferencePriceRule.MEAN,
                among(random, 1, Long.MAX_VALUE),
                "grid",
                "EUR",
                "UTC");
    }

    private static OrderRequest request(SplittableRandom random, MarketTerms terms) {
        return new OrderRequest(
                "up",
                "anna",
                "order",
                random.nextInt(4) == 0 ? extreme(random, terms) : random.nextInt(3),
                random.nextBoolean() ? Side.SELL : Side.BUY,
                0,
                random.nextInt(3) > 0 ? among(random, 0, terms.maxSideWh()) : extreme(random, terms),
                price(random, terms),
                random.nextBoolean() ? OrderRequest.NO_LIMIT : price(random, terms),
                random.nextInt(2));
    }

    private static long price(SplittableRandom random, MarketTerms terms) {
        return random.nextInt(5) > 0
                ? terms.tick() * among(random, terms.feedInTariff() / terms.tick(), terms.retailTariff() / terms.tick())
                : extreme(random, terms);
    }

    /** An end of the range, its neighbour, or anything between. */
    private static long among(SplittableRandom random, long low, long high) {
        return switch (random.nextInt(5)) {
            case 0 -> low;
            case 1 -> high;
            case 2 -> Math.min(high, low + 1);
            case 3 -> Math.max(low, high - 1);
            default -> high == low ? low : random.nextLong(low, high);
        };
    }

    private static long extreme(SplittableRandom random, MarketTerms terms) {
        long near = random.nextLong(-2, 3);
        return switch (random.nextInt(7)) {
            case 0 -> Long.MAX_VALUE - Math.abs(near);
            case 1 -> Long.MIN_VALUE + Math.abs(near);
            case 2 -> near;
            case 3 -> terms.maxSideWh() + near;
            case 4 -> terms.retailTariff() + near;
            case 5 -> Long.MAX_VALUE / 2 + near;
            default -> random.nextLong();
        };
    }

    private static void check(Situation s, String source) {
        OrderDecision decision =
                OrderRules.decide(s.terms(), s.gate(), s.request(), s.standing(), s.stance(), s.sideWh(), s.leftWh());
        String expected;
        String actual;
        if (decision instanceof OrderDecision.Refused refused) {
            actual = refused.reason().name();
            assertThat(refused.detail()).isNotBlank();
        } else {
            actual = decision.getClass().getSimpleName();
        }
        if (SlowOrderRules.isRepeat(s)) {
            expected = "Repeated";
        } else {
            expected = SlowOrderRules.broken(s).stream()
                    .map(RejectReason::name)
                    .findFirst()
                    .orElse("Accepted");
        }
        // not by assertThat, which would build its description for every one of a million situations
        if (!actual.equals(expected)) {
            throw new AssertionError("expected " + expected + " but was " + actual + " (" + source + "): " + s);
        }
    }
}
