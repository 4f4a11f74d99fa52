package io.gridclear.market.twin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** The equations of the score as the paper writes them, in whole numbers of any size. */
public final class SlowScores {

    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private SlowScores() {}

    /** Equation 2, with what the market rules add. */
    public static BigInteger reputation(long pre, long real) {
        BigInteger expected = BigInteger.valueOf(pre);
        BigInteger delivered = BigInteger.valueOf(real);
        if (expected.signum() == 0) {
            return delivered.signum() == 0 ? MILLION : BigInteger.ZERO;
        }
        BigInteger deviation = expected.subtract(delivered).abs();
        return MILLION.subtract(floor(deviation.multiply(MILLION), expected)).max(BigInteger.ZERO);
    }

    /** Equation 3. */
    public static BigInteger amount(long energy, long min, long max) {
        if (min == max) {
            return BigInteger.ZERO;
        }
        BigInteger least = BigInteger.valueOf(min);
        return floor(
                BigInteger.valueOf(energy).subtract(least).abs().multiply(MILLION),
                BigInteger.valueOf(max).subtract(least).abs());
    }

    /** Equation 1: terms and their weights by turns. */
    public static BigInteger composite(long... weightsAndTerms) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < weightsAndTerms.length; i += 2) {
            sum = sum.add(BigInteger.valueOf(weightsAndTerms[i]).multiply(BigInteger.valueOf(weightsAndTerms[i + 1])));
        }
        return floor(sum, MILLION);
    }

    private static BigInteger floor(BigInteger part, BigInteger whole) {
        return new BigDecimal(part)
                .divide(new BigDecimal(whole), 0, RoundingMode.FLOOR)
                .toBigIntegerExact();
    }
}
