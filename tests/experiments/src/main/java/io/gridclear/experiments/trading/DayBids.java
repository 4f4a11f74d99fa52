package io.gridclear.experiments.trading;

import io.gridclear.market.order.Side;
import io.gridclear.meter.quoting.OwnerDraws;
import io.gridclear.meter.quoting.OwnerValuation;
import io.gridclear.meter.quoting.PriceBand;
import io.gridclear.meter.quoting.Quote;
import io.gridclear.meter.quoting.QuoteSituation;
import io.gridclear.meter.quoting.QuotingStyle;
import io.gridclear.meter.seed.SeededDraws;
import java.util.ArrayList;
import java.util.List;

/** The bids of a day, hour by hour: the fleet emulator's private values and quoting, everybody in the same style. */
final class DayBids {

    private static final PriceBand BAND = PriceBand.DEFAULT;

    private DayBids() {}

    /**
     * The bids of every hour, each hour in an order that was drawn, since ties go by position in the log.
     *
     * @param seed of the experiment
     * @param draw of the day: owners' characters are the same in every style
     * @param market whose reference prices the owners see
     */
    static List<List<Bid>> of(TradingDay day, QuotingStyle style, long seed, int draw, TwoStage market) {
        long ownerSeed = SeededDraws.of(seed, "owners", draw).nextLong();
        List<Long> references = new ArrayList<>();
        List<List<Bid>> hours = new ArrayList<>();
        for (int hour = 0; hour < TradingDay.HOURS; hour++) {
            List<Bid> bids = new ArrayList<>();
            for (int p = 0; p < day.wh().length; p++) {
                if (day.wh()[p][hour] > 0) {
                    bids.add(bid(day, p, hour, style, ownerSeed, references));
                }
            }
            shuffle(bids, SeededDraws.of(ownerSeed, "log-order", hour));
            references.add(market.stages(bids).referencePrice());
            hours.add(bids);
        }
        return hours;
    }

    private static Bid bid(
            TradingDay day, int participant, int hour, QuotingStyle style, long ownerSeed, List<Long> references) {
        Side side = TradingDay.side(participant);
        io.gridclear.meter.quoting.Side quoting =
                side == Side.SELL ? io.gridclear.meter.quoting.Side.SELL : io.gridclear.meter.quoting.Side.BUY;
        OwnerDraws draws = new OwnerDraws(ownerSeed, participant, hour);
        long value = OwnerValuation.of(draws, quoting, BAND);
        long wh = day.wh()[participant][hour];
        double share = (double) wh / day.peakWh(participant);
        Quote quote = style.quote(new QuoteSituation(quoting, BAND, value, share, references), draws);
        return new Bid(participant, side, wh, quote.price(), quote.limit(), value);
    }

    private static void shuffle(List<Bid> bids, SeededDraws draws) {
        for (int i = bids.size() - 1; i > 0; i--) {
            int other = (int) draws.nextBelow(i + 1);
            Bid kept = bids.get(i);
            bids.set(i, bids.get(other));
            bids.set(other, kept);
        }
    }
}
