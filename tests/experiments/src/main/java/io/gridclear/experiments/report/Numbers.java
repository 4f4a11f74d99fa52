package io.gridclear.experiments.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as text, the same on every machine and Java version. */
public final class Numbers {

    private static final MathContext ROUNDING = new MathContext(9, RoundingMode.HALF_EVEN);

    private Numbers() {}

    /** Nine significant digits at most, without an exponent: for files that programs read. */
    public static String plain(double value) {
        BigDecimal rounded = new BigDecimal(Spread.round(value)).round(ROUNDING).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** With so many decimals: for people. */
    public static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** With a sign always, as changes are written. */
    public static String signed(double value, int decimals) {
        return String.format(Locale.ROOT, "%+." + decimals + "f", value);
    }

    /** A mean with its 5-95 % range, such as {@code +16.7 (+9.1 to +24.0)}. */
    public static String signed(Spread spread, int decimals) {
        return signed(spread.mean(), decimals) + " (" + signed(spread.p5(), decimals) + " to "
                + signed(spread.p95(), decimals) + ")";
    }

    /** The same without signs. */
    public static String fixed(Spread spread, int decimals) {
        return fixed(spread.mean(), decimals) + " (" + fixed(spread.p5(), decimals) + " to "
                + fixed(spread.p95(), decimals) + ")";
    }
}
