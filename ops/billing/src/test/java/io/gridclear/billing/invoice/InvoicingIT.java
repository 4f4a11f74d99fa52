package io.gridclear.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.billing.TestPostgres;
import io.gridclear.billing.TestSettlement;
import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.billing.intake.Intake;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.SettlementRun;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bills of what stands in a real PostgreSQL. */
class InvoicingIT {

    /** Local day of the period: in Berlin it is past midnight already. */
    private static final LocalDate DAY = LocalDate.of(2026, 7, 2);

    private final BillingDatabase database = TestPostgres.fresh();

    private List<Invoice> next(String participant, boolean isIssued) throws SQLException {
        try (Connection connection = database.connect()) {
            return new Invoicing(connection).next(participant, DAY, isIssued);
        }
    }

    private static TestSettlement initial() {
        return TestSettlement.initial("area-1", TestSettlement.PERIOD_START)
                .trade(1, "alice", "bob", 1_250, 520_000)
                .trade(2, "alice", "bob", 333, 510_100)
                .soldToGrid("alice", 800, 450_000, false);
    }

    @Test
    void groupsLinesByChargeAndCounterparty() throws SQLException {
        Intake.settle(database, initial());

        Invoice invoice = next("alice", false).get(0);

        assertThat(invoice.items())
                .containsExactlyEntriesOf(new java.util.TreeMap<>(java.util.Map.of(
                        InvoiceGroup.PEER_SOLD,
                        new InvoiceTotal(2, 0, BigInteger.valueOf(1_583), BigInteger.valueOf(819_863_300)),
                        InvoiceGroup.GRID_SOLD,
                        new InvoiceTotal(1, 0, BigInteger.valueOf(800), BigInteger.valueOf(360_000_000)))));
        assertThat(invoice.total().exact()).isEqualByComparingTo("1.179863300");
        assertThat(invoice.total().rounded()).isEqualByComparingTo("1.18");
        assertThat(invoice.receipts()).isEqualTo(3);
        assertThat(InvoiceText.text(invoice))
                .anyMatch(line -> line.matches("sold to peers +2 +1\\.583 +0\\.82 +0\\.819863300"))
                .anyMatch(line -> line.matches("to be paid out +3 +1\\.18 +1\\.179863300"));
        assertThat(InvoiceText.csv(invoice))
                .contains("alice,2026-07-02,EUR,1,ITEM,PEER_SOLD,2,0,1.583,0.82,0.819863300")
                .contains("alice,2026-07-02,EUR,1,TOTAL,,3,0,,1.18,1.179863300")
                .allSatisfy(row -> assertThat(row.split(",", -1)).hasSameSizeAs(InvoiceText.CSV_HEADER.split(",")));
    }

    @Test
    void everyKindOfLineHasItsGroup() throws SQLException {
        TestSettlement settlement = TestSettlement.initial("area-1", TestSettlement.PERIOD_START);
        for (ChargeType charge : ChargeType.values()) {
            for (Direction direction : Direction.values()) {
                settlement.line("alice", "x", charge, direction, 1, 1_000, charge + "/" + direction, false);
            }
        }
        Intake.settle(database, settlement);

        Invoice invoice = next("alice", false).get(0);

        assertThat(invoice.items()).containsOnlyKeys(InvoiceGroup.values());
        assertThat(invoice.total().balanceNano()).isZero();
    }

    @Test
    void aLaterRunIsACorrectionOfWhatWasBilled() throws SQLException {
        TestSettlement first = initial();
        Intake.settle(database, first);
        Invoice billed = next("alice", true).get(0);
        assertThat(billed.number()).isEqualTo(1);
        assertThat(next("alice", true)).as("nothing is new").isEmpty();

        Intake.settle(
                database,
                first.next(SettlementRun.METERED)
                        .trade(1, "alice", "bob", 1_250, 520_000)
                        .trade(2, "alice", "bob", 333, 510_100)
                        .soldToGrid("alice", 700, 450_000, true));
        Invoice correction = next("alice", false).get(0);

        assertThat(correction.number()).isEqualTo(2);
        assertThat(correction.isIssued()).isFalse();
        assertThat(correction.items()).isEmpty();
        assertThat(correction.corrections().get(InvoiceGroup.GRID_SOLD))
                .isEqualTo(new InvoiceTotal(1, 1, BigInteger.valueOf(-100), BigInteger.valueOf(-45_000_000)));
        assertThat(correction.corrections().get(InvoiceGroup.PEER_SOLD).balanceNano())
                .isZero();
        assertThat(correction.billedBefore().balanceNano())
                .isEqualTo(billed.total().balanceNano());
        assertThat(InvoiceText.text(correction))
                .anyMatch(line -> line.startsWith("corrections"))
                .anyMatch(line -> line.matches("sold at the grid's tariff \\* +1 +-0\\.100 +-0\\.05 +-0\\.045000000"))
                .anyMatch(line -> line.contains("estimated"));

        assertThat(next("alice", true)
                        .get(0)
                        .total()
                        .balanceNano()
                        .add(billed.total().balanceNano()))
                .as("all invoices together are what is current")
                .isEqualTo(BigInteger.valueOf(819_863_300 + 315_000_000));
    }

    /** METERED makes a line of its own and changes another; a correction takes the one back and changes the other again. */
    @Test
    void eachLaterRunIsBilledAsTheChangeAgainstWhatWasIssued() throws SQLException {
        TestSettlement first = TestSettlement.initial("area-1", TestSettlement.PERIOD_START)
                .trade(1, "alice", "bob", 1_250, 520_000)
                .soldToGrid("alice", 800, 450_000, false);
        TestSettlement metered = first.next(SettlementRun.METERED)
                .trade(1, "alice", "bob", 1_250, 520_000)
                .soldToGrid("alice", 0, 450_000, false)
                .missing(1, "alice", 250, 690_000);
        TestSettlement corrected = metered.next(SettlementRun.correction(1))
                .trade(1, "alice", "bob", 1_250, 520_000)
                .soldToGrid("alice", 100, 450_000, false)
                .missing(1, "alice", 0, 690_000);
        Intake.settle(database, first);
        assertThat(next("alice", true).get(0).total().balanceNano()).isEqualTo(BigInteger.valueOf(1_010_000_000));

        Intake.settle(database, metered);
        Invoice second = next("alice", true).get(0);
        assertThat(InvoiceText.csv(second))
                .containsExactly(
                        "alice,2026-07-02,EUR,2,ITEM,IMBALANCE_BOUGHT,1,0,0.250,-0.17,-0.172500000",
                        "alice,2026-07-02,EUR,2,CORRECTION,PEER_SOLD,1,0,0.000,0.00,0.000000000",
                        "alice,2026-07-02,EUR,2,CORRECTION,GRID_SOLD,1,0,-0.800,-0.36,-0.360000000",
                        "alice,2026-07-02,EUR,2,TOTAL,,3,0,,-0.53,-0.532500000");

        Intake.settle(database, corrected);
        Invoice third = next("alice", true).get(0);
        assertThat(InvoiceText.csv(third))
                .containsExactly(
                        "alice,2026-07-02,EUR,3,CORRECTION,PEER_SOLD,1,0,0.000,0.00,0.000000000",
                        "alice,2026-07-02,EUR,3,CORRECTION,GRID_SOLD,1,0,0.100,0.05,0.045000000",
                        "alice,2026-07-02,EUR,3,CORRECTION,IMBALANCE_BOUGHT,1,0,-0.250,0.17,0.172500000",
                        "alice,2026-07-02,EUR,3,TOTAL,,3,0,,0.22,0.217500000");
        assertThat(third.billedBefore().balanceNano()).isEqualTo(BigInteger.valueOf(1_010_000_000 - 532_500_000));
        assertThat(InvoiceText.text(third))
                .anyMatch(line -> line.matches("imbalance bought +1 +-0\\.250 +0\\.17 +0\\.172500000"))
                .contains("Billed before: 0.477500000 by 2 invoices.");
        assertThat(next("alice", true)).as("nothing is new").isEmpty();
    }

    /** Who is billed only after the METERED run is billed what is current, not the change. */
    @Test
    void aRunThatWasNeverBilledIsNotCorrected() throws SQLException {
        TestSettlement first = initial();
        Intake.settle(
                database,
                first,
                first.next(SettlementRun.METERED)
                        .trade(1, "alice", "bob", 1_250, 520_000)
                        .trade(2, "alice", "bob", 333, 510_100)
                        .soldToGrid("alice", 700, 450_000, true));

        Invoice invoice = next("alice", true).get(0);

        assertThat(invoice.corrections()).isEmpty();
        assertThat(invoice.items().get(InvoiceGroup.GRID_SOLD))
                .isEqualTo(new InvoiceTotal(1, 1, BigInteger.valueOf(700), BigInteger.valueOf(315_000_000)));
    }

    @Test
    void whatTheLedgerHasNotMadeFinalIsNotBilled() throws SQLException {
        TestSettlement first = initial();
        Intake.publish(database, first);

        Invoice open = next("alice", false).get(0);

        assertThat(open.isEmpty()).isTrue();
        assertThat(open.open().lines()).isEqualTo(3);
        assertThat(InvoiceText.text(open)).anyMatch(line -> line.startsWith("Not billed: 3 lines"));
        assertThat(next("alice", true)).isEmpty();
        assertThat(next("nobody", false)).isEmpty();
    }

    @Test
    void aRunThatIsNotFinalYetLeavesTheOneBeforeBillable() throws SQLException {
        TestSettlement first = initial();
        Intake.settle(database, first);
        Intake.publish(database, first.next(SettlementRun.METERED).soldToGrid("alice", 700, 450_000, true));

        Invoice invoice = next("alice", false).get(0);

        assertThat(invoice.items().get(InvoiceGroup.GRID_SOLD).energyWh()).isEqualTo(BigInteger.valueOf(800));
        assertThat(invoice.open().lines()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"4999999,0.00", "5000000,0.01", "-5000000,-0.01", "-4999999,0.00", "15000000,0.02", "0,0.00"})
    void aHalfGoesAwayFromZero(long nano, String rounded) {
        assertThat(new InvoiceTotal(1, 0, BigInteger.ZERO, BigInteger.valueOf(nano)).rounded())
                .isEqualByComparingTo(rounded);
    }
}
