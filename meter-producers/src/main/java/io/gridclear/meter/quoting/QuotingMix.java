package io.gridclear.meter.quoting;

import io.gridclear.meter.seed.ExactShares;
import java.util.Arrays;
import java.util.Map;

/**
 * Which share of a fleet quotes in which style.
 *
 * @param styles the shares
 */
public record QuotingMix(ExactShares<QuotingStyle> styles) {
    /** Of all strides the one that is spread most evenly against the stride of the kinds of meters. */
    private static final int STRIDE = 307;

    /**
     * A fleet as the demonstration has it: no style that looks at reference prices, so that a seed fixes
     * every bid.
     */
    public static final QuotingMix DEFAULT = of(Map.of(
            QuotingStyle.TRUTHFUL, 250,
            QuotingStyle.UNIFORM, 150,
            QuotingStyle.CONSTRAINED, 350,
            QuotingStyle.URGENT, 250));

    /**
     * A mix by thousandths.
     *
     * @throws IllegalArgumentException if they do not add up to 1000, or one is negative
     */
    public static QuotingMix of(Map<QuotingStyle, Integer> permille) {
        return new QuotingMix(ExactShares.of(QuotingStyle.class, permille, STRIDE));
    }

    /** A fleet with one style only. */
    public static QuotingMix only(QuotingStyle style) {
        return of(Map.of(style, 1000));
    }

    /** The style of the fleet's point number {@code point}. */
    public QuotingStyle styleOf(int point) {
        return styles.at(point);
    }

    /** Whether any owner's first quote depends on reference prices. */
    public boolean usesReferences() {
        return Arrays.stream(QuotingStyle.values())
                .anyMatch(style -> styles.permilleOf(style) > 0 && style.usesReferences());
    }
}
