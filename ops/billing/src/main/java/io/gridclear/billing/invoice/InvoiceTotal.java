package io.gridclear.billing.invoice;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Lines added up.
 *
 * @param lines number of lines
 * @param estimated those that rest on an estimated reading
 * @param energyWh energy, Wh; of corrections the change, which may be negative
 * @param balanceNano amount, nano-currency, exact, credit positive
 */
public record InvoiceTotal(long lines, long estimated, BigInteger energyWh, BigInteger balanceNano) {

    /** No line. */
    static final InvoiceTotal NONE = new InvoiceTotal(0, 0, BigInteger.ZERO, BigInteger.ZERO);

    private static final int NANO_DIGITS = 9;
    private static final int WH_DIGITS = 3;
    private static final int CENT_DIGITS = 2;

    InvoiceTotal plus(InvoiceTotal other) {
        return new InvoiceTotal(
                lines + other.lines,
                estimated + other.estimated,
                energyWh.add(other.energyWh),
                balanceNano.add(other.balanceNano));
    }

    /** Energy, kWh, exact. */
    public BigDecimal energyKwh() {
        return new BigDecimal(energyWh, WH_DIGITS);
    }

    /** Amount in the currency, all nine digits. */
    public BigDecimal exact() {
        return new BigDecimal(balanceNano, NANO_DIGITS);
    }

    /**
     * Amount in the currency, rounded half-up to hundredths: a half goes away from zero, so that what one party owes and
     * the other is owed round alike.
     */
    public BigDecimal rounded() {
        return exact().setScale(CENT_DIGITS, RoundingMode.HALF_UP);
    }

    /** {@link #rounded} in hundredths. */
    BigInteger cents() {
        return rounded().unscaledValue();
    }
}
