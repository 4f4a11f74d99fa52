package io.gridclear.meter.quoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequotingTest {
    private static final PriceBand BAND = PriceBand.DEFAULT;

    private static OwnerDraws owner(int point) {
        return new OwnerDraws(42, point, 3);
    }

    @ParameterizedTest
    @EnumSource(RequoteRule.class)
    void aRevisionIsBetterForTheOtherSideAndWithinTheLimit(RequoteRule rule) {
        for (int point = 0; point < 1000; point++) {
            Quote ask = Quote.upTo(Side.SELL, 600_000, 510_000);
            Quote bid = Quote.upTo(Side.BUY, 500_000, 590_000);

            OptionalLong lower = rule.revise(ask, BAND, 550_000, owner(point));
            OptionalLong higher = rule.revise(bid, BAND, 550_000, owner(point));

            assertThat(lower.orElseThrow()).isBetween(510_000L, 599_900L);
            assertThat(higher.orElseThrow()).isBetween(500_100L, 590_000L);
            assertThat(BAND.contains(lower.getAsLong())).isTrue();
            assertThat(BAND.contains(higher.getAsLong())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(RequoteRule.class)
    void aFirmQuoteHasNoRoom(RequoteRule rule) {
        assertThat(rule.revise(Quote.firm(Side.SELL, 600_000), BAND, 450_000, owner(1)))
                .isEmpty();
        assertThat(rule.revise(Quote.firm(Side.BUY, 600_000), BAND, 670_000, owner(1)))
                .isEmpty();
    }

    @Test
    void givingInTakesHalfToAllOfTheWayAndDoesNotLookAtTheReference() {
        Quote ask = Quote.upTo(Side.SELL, 600_000, 500_000);
        for (int point = 0; point < 1000; point++) {
            OptionalLong revised = RequoteRule.CONCEDE.revise(ask, BAND, 670_000, owner(point));

            assertThat(revised.orElseThrow()).isBetween(500_000L, 550_000L);
            assertThat(RequoteRule.CONCEDE.revise(ask, BAND, 450_000, owner(point)))
                    .isEqualTo(revised);
        }
        assertThat(RequoteRule.CONCEDE.usesReference()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // side, quote, limit, reference, least, most
        "SELL, 600000, 500000, 550000, 549700, 550000",
        "SELL, 600000, 549900, 550000, 549900, 550000",
        "SELL, 600000, 500000, 450000, 500000, 500000",
        "BUY, 500000, 600000, 550000, 550000, 550300",
        "BUY, 500000, 550100, 550000, 550000, 550100",
        "BUY, 500000, 600000, 670000, 600000, 600000"
    })
    void followingGoesToTheReferenceAndUpToThreeTicksPast(
            Side side, long quote, long limit, long reference, long least, long most) {
        for (int point = 0; point < 200; point++) {
            OptionalLong revised =
                    RequoteRule.FOLLOW_REFERENCE.revise(Quote.upTo(side, quote, limit), BAND, reference, owner(point));

            assertThat(revised.orElseThrow()).isBetween(least, most);
        }
        assertThat(RequoteRule.FOLLOW_REFERENCE.usesReference()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"SELL, 540000, 500000, 550000", "BUY, 560000, 600000, 550000"})
    void whoIsOnTheRightSideOfTheReferenceHasNoReason(Side side, long quote, long limit, long reference) {
        for (int point = 0; point < 200; point++) {
            assertThat(RequoteRule.FOLLOW_REFERENCE.revise(
                            Quote.upTo(side, quote, limit), BAND, reference, owner(point)))
                    .isEmpty();
        }
    }

    @Test
    void aShareOfTheOwnersLooksAgain() {
        Requoting fifth = new Requoting(RequoteRule.CONCEDE, 200);
        Quote ask = Quote.upTo(Side.SELL, 600_000, 500_000);
        long revised = 0;
        for (int point = 0; point < 10_000; point++) {
            revised += fifth.revise(ask, BAND, 0, owner(point)).isPresent() ? 1 : 0;
        }

        assertThat(revised).isCloseTo(2_000L, within(200L));
    }

    @Test
    void noneOrAllMayLookAgain() {
        Quote ask = Quote.upTo(Side.SELL, 600_000, 500_000);
        for (int point = 0; point < 100; point++) {
            assertThat(new Requoting(RequoteRule.CONCEDE, 0).revise(ask, BAND, 0, owner(point)))
                    .isEmpty();
            assertThat(new Requoting(RequoteRule.CONCEDE, 1000).revise(ask, BAND, 0, owner(point)))
                    .isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1001})
    void refusesAShareThatIsNone(int share) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Requoting(RequoteRule.CONCEDE, share));
    }
}
