package io.gridclear.experiments.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.rules.ReferencePriceRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private static final TwoStage MEAN = TwoStage.with(ReferencePriceRule.MEAN);

    /** Counts what is asked for. */
    private static final class Counted implements Mechanism {
        private int asked;

        @Override
        public String label() {
            return MEAN.label();
        }

        @Override
        public boolean usesLimits() {
            return MEAN.usesLimits();
        }

        @Override
        public Outcome clear(List<Bid> bids) {
            asked++;
            return MEAN.clear(bids);
        }
    }

    @Test
    void playIsTheSameAndIsNotComputedTwiceUntilForgotten() {
        Counted counted = new Counted();
        Remembered remembered = new Remembered(counted);
        for (long seed = 0; seed < 20; seed++) {
            List<Bid> bids = Bids.drawn(seed, 8);
            BestResponse.Played expected = new BestResponse(MEAN).iterate(bids);
            assertThat(new BestResponse(remembered).iterate(bids))
                    .as("seed " + seed)
                    .isEqualTo(expected);
            int once = counted.asked;
            assertThat(new BestResponse(remembered).iterate(bids))
                    .as("seed " + seed)
                    .isEqualTo(expected);
            assertThat(counted.asked).as("seed " + seed).isEqualTo(once);
            remembered.forget();
            new BestResponse(remembered).iterate(bids);
            assertThat(counted.asked).as("seed " + seed).isGreaterThan(once);
        }
    }
}
