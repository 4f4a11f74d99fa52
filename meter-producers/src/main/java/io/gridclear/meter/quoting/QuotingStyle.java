package io.gridclear.meter.quoting;

import io.gridclear.meter.seed.SeededDraws;

/** How an owner sets its price. All prices are in the band and on the tick. */
public enum QuotingStyle {
    /** Quotes its private value and does not move. */
    TRUTHFUL {
        @Override
        public Quote quote(QuoteSituation situation, OwnerDraws draws) {
            return Quote.firm(situation.side(), situation.valuation());
        }
    },

    /**
     * Zero intelligence, unconstrained (ZI-U of Gode and Sunder, Journal of Political Economy 101, 1993):
     * any price of the band with equal probability, whatever the energy is worth to the owner. The limit is
     * what the grid pays or takes anyway.
     */
    UNIFORM {
        @Override
        public Quote quote(QuoteSituation situation, OwnerDraws draws) {
            PriceBand band = situation.band();
            long price = band.priceAt(draws.ofPeriod("uniform-quote").nextBelow(band.width() + 1));
            return Quote.upTo(situation.side(), price, band.outsideOption(situation.side()));
        }
    },

    /**
     * Zero intelligence, constrained (ZI-C of the same paper): equal probability over the prices at which the
     * owner does not lose against its private value, which is the limit.
     */
    CONSTRAINED {
        @Override
        public Quote quote(QuoteSituation situation, OwnerDraws draws) {
            PriceBand band = situation.band();
            long own = band.stepOf(situation.valuation());
            long dream = band.stepOf(band.dreamPrice(situation.side()));
            long price = band.priceAt(
                    Math.min(own, dream) + draws.ofPeriod("constrained-quote").nextBelow(Math.abs(dream - own) + 1));
            return Quote.upTo(situation.side(), price, situation.valuation());
        }
    },

    /**
     * Urgency: the larger the owner's surplus or deficit against its own peak, the closer to its private
     * value it quotes, since a large rest costs it more at the grid. At a full share it is truthful, at no share
     * it asks for its dream price; the limit is the private value.
     */
    URGENT {
        @Override
        public Quote quote(QuoteSituation situation, OwnerDraws draws) {
            PriceBand band = situation.band();
            long dream = band.dreamPrice(situation.side());
            double patience = 1 - situation.share();
            long price = band.snap(situation.valuation() + patience * (dream - situation.valuation()));
            return Quote.upTo(situation.side(), price, situation.valuation());
        }
    },

    /**
     * Moves its margin towards the reference prices published so far ({@link AdaptiveMargin}). The only style
     * whose first quotes depend on what the market answered: with it, the same seed gives the same bids only as
     * long as the same reference prices are seen in time.
     */
    ADAPTIVE {
        @Override
        public Quote quote(QuoteSituation situation, OwnerDraws draws) {
            // One stream for all periods: an owner keeps its learning rates, only what it has seen grows.
            SeededDraws life = draws.ofOwner("adaptive-quote");
            long price = AdaptiveMargin.start(situation.side(), situation.valuation(), life)
                    .after(situation.references(), life)
                    .price(situation.band());
            return Quote.upTo(situation.side(), price, situation.valuation());
        }

        @Override
        public boolean usesReferences() {
            return true;
        }
    };

    /**
     * The quote of an owner in this situation.
     *
     * @param draws where the owner's chance comes from
     */
    public abstract Quote quote(QuoteSituation situation, OwnerDraws draws);

    /** Whether the quote depends on reference prices, and so on the run. */
    public boolean usesReferences() {
        return false;
    }
}
