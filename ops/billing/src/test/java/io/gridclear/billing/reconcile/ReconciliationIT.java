package io.gridclear.billing.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.billing.Rows;
import io.gridclear.billing.TestPostgres;
import io.gridclear.billing.TestSettlement;
import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.billing.intake.Intake;
import io.gridclear.billing.reconcile.Reconciliation.Summary;
import io.gridclear.market.settlement.SettlementRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of a real PostgreSQL against what operator and ledger say; each change of a row is found and named. */
class ReconciliationIT {

    private static final long START = TestSettlement.PERIOD_START;

    private final BillingDatabase database = TestPostgres.fresh();
    private final List<RunVerdict> verdicts = new ArrayList<>();

    private static TestSettlement settlement(String area, long start) {
        TestSettlement settlement = TestSettlement.initial(area, start);
        for (int number = 0; number < 10; number++) {
            settlement.trade(number, "seller-" + number, "buyer", 1_000 + number, 520_000);
        }
        return settlement;
    }

    private Summary reconcile(Scope scope) throws SQLException {
        verdicts.clear();
        try (Connection connection = database.connect()) {
            return new Reconciliation(connection, null, true).run(scope, verdicts::add);
        }
    }

    @Test
    void whatIsAsItCameHolds() throws SQLException {
        Intake.settle(database, settlement("area-1", START), settlement("area-2", START));

        Summary summary = reconcile(Scope.ALL);

        assertThat(verdicts)
                .allSatisfy(verdict -> assertThat(verdict.differences()).isEmpty());
        assertThat(summary.runs()).isEqualTo(2);
        assertThat(summary.lines()).isEqualTo(40);
        assertThat(summary.holds()).isTrue();
    }

    @Test
    void aPeriodWithoutALineHolds() throws SQLException {
        Intake.settle(database, TestSettlement.initial("area-1", START));
        assertThat(reconcile(Scope.ALL).holds()).isTrue();
        assertThat(verdicts).hasSize(1);
    }

    @Test
    void aScopeLooksAtItsRunsOnly() throws SQLException {
        long later = START + 900_000;
        Intake.settle(database, settlement("area-1", START), settlement("area-1", later), settlement("area-2", START));

        reconcile(new Scope("area-1", Instant.ofEpochMilli(later), null));
        assertThat(verdicts)
                .extracting(RunVerdict::key)
                .containsExactly(new RunKey("area-1", Instant.ofEpochMilli(later), 0));
        reconcile(new Scope(null, null, Instant.ofEpochMilli(later)));
        assertThat(verdicts).extracting(verdict -> verdict.key().area()).containsExactly("area-1", "area-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update billing.settlement_line set quantity_wh = 1 where line_index = 4 | line 4 .* contradicts itself: its amountNano",
                "update billing.settlement_line set quantity_wh = 1, amount_nano = 520000 where line_index = 4 | line 4 .* contradicts itself: its deltaNano",
                "update billing.settlement_line set usage_point_mrid = 'x' where line_index = 4 | line 4 .* is not the one that the agents attested to",
                "update billing.settlement_line set settlement_date = '2026-07-01' where line_index = 4 | line 4 .* its settlementDate is 2026-07-01, but 2026-07-02 follows",
                "update billing.settlement_line set period_end = period_end + interval '1 ms' where line_index = 4 | line 4 .* its periodEnd is",
                "delete from billing.settlement_line where line_index = 4 | line 4 is missing",
                "delete from billing.settlement_line where line_index = 19 | it has 19 lines in the database, 20 by what was published of it",
                "delete from billing.settlement_line where line_index between 3 and 5 | lines 3 to 5 are missing",
                "update billing.settlement_run set settlement_lines = 21 | it has 20 lines in the database, 21 by what was published of it",
                "update billing.settlement_run set debit_nano = debit_nano + 1 | its debits are .* by what was published of it",
                "update billing.settlement_run set credit_nano = credit_nano + 1 | its credits are .* by what was published of it",
                "update billing.settlement_run set settlement_root = decode(repeat('00', 32), 'hex') | its lines come to the root .*, what was published of it says 0000",
                "update billing.settlement_run set time_zone = 'UTC' | line 0 .* its settlementDate",
                "delete from billing.settlement_run | the operator has published no totals of it",
                "update billing.receipt set settlement_root = decode(repeat('00', 32), 'hex') | its lines come to the root .*, its receipt says 0000",
                "update billing.receipt set leaf_hashes = overlay(leaf_hashes placing '\\x00'::bytea from 33) | line 1 .* is not the one",
                "update billing.receipt set leaf_hashes = substr(leaf_hashes, 1, 32) | no receipt has line 1",
                "update billing.receipt set settlement_lines = 21 | it has 20 lines, its receipt 21",
                "update billing.receipt set first_line_index = 4096 | its receipts leave out the lines from 0 to 4096",
                "update billing.receipt set status = 'DISPUTED', leaf_hashes = '' | the ledger says DISPUTED",
                "delete from billing.receipt | it has no receipt",
            })
    void whateverIsChangedIsNamed(String change, String difference) throws SQLException {
        Intake.settle(database, settlement("area-1", START));
        assertThat(Rows.change(database, change)).as("rows that were changed").isPositive();

        Summary summary = reconcile(Scope.ALL);

        assertThat(summary.holds()).isFalse();
        assertThat(verdicts.get(0).differences()).anyMatch(told -> told.matches(difference.strip() + ".*"), difference);
    }

    /** An INITIAL run, a METERED one that changes a trade, and a correction that takes it back. */
    private static TestSettlement[] threeRuns() {
        TestSettlement first = settlement("area-1", START);
        TestSettlement metered = first.next(SettlementRun.METERED);
        TestSettlement corrected = metered.next(SettlementRun.correction(1));
        for (int number = 0; number < 10; number++) {
            metered.trade(number, "seller-" + number, "buyer", number == 0 ? 900 : 1_000 + number, 520_000);
            corrected.trade(number, "seller-" + number, "buyer", 1_000 + number, 520_000);
        }
        metered.missing(1, "seller-1", 40, 690_000);
        corrected.missing(1, "seller-1", 0, 690_000);
        return new TestSettlement[] {first, metered, corrected};
    }

    @Test
    void laterRunsThatReplaceWhatWasBeforeHold() throws SQLException {
        Intake.settle(database, threeRuns());

        Summary summary = reconcile(Scope.ALL);

        assertThat(verdicts)
                .allSatisfy(verdict -> assertThat(verdict.differences()).isEmpty());
        assertThat(verdicts)
                .extracting(verdict -> verdict.key().run())
                .containsExactly("INITIAL", "METERED", "CORRECTION 1");
        assertThat(summary.lines()).isEqualTo(64);
        assertThat(summary.holds()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update billing.settlement_line set delta_nano = 7 where run = 'METERED' and line_index = 0 | METERED | line 0 says a delta of 7 nano; against the run before it is -52000000",
                "update billing.settlement_line set delta_nano = 7 where run = 'METERED' and line_index = 0 | METERED | its deltas sum up to",
                "delete from billing.settlement_line where run = 'CORRECTION' and line_index = 21 | CORRECTION 1 | it leaves out line .* of grid, which METERED had",
                "delete from billing.settlement_run where run = 'METERED' | CORRECTION 1 | the totals of the run before it, METERED, are not there",
                "delete from billing.settlement_run where run = 'METERED' | METERED | the operator has published no totals of it",
                "update billing.settlement_run set initial_root = decode(repeat('00', 32), 'hex') where run = 'METERED' | METERED | it was not made from the INITIAL run",
                "update billing.settlement_run set state_before = decode(repeat('00', 32), 'hex') where run = 'CORRECTION' | CORRECTION 1 | it was not made from what counted after METERED",
                "update billing.settlement_run set changed_lines = 3 where run = 'METERED' | METERED | it changes 4 lines in the database, 3 by",
                "update billing.settlement_run set vanished_lines = 3 where run = 'CORRECTION' | CORRECTION 1 | it has 2 lines that are no more in the database, 3 by",
                "delete from billing.receipt where run = 'METERED' | METERED | it has no receipt",
            })
    void whateverIsChangedOfALaterRunIsNamed(String change, String run, String difference) throws SQLException {
        Intake.settle(database, threeRuns());
        assertThat(Rows.change(database, change)).as("rows that were changed").isPositive();

        assertThat(reconcile(Scope.ALL).holds()).isFalse();

        assertThat(verdicts)
                .filteredOn(verdict -> verdict.key().run().equals(run.strip()))
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.differences())
                        .anyMatch(told -> told.matches(difference.strip() + ".*"), difference));
    }

    @Test
    void aRunThatLeavesOutALineDoesNotReplaceTheOneBefore() throws SQLException {
        TestSettlement first = settlement("area-1", START);
        TestSettlement metered = first.next(SettlementRun.METERED).trade(0, "seller-0", "buyer", 900, 520_000);
        Intake.settle(database, first, metered);

        reconcile(Scope.ALL);

        assertThat(verdicts.get(1).differences())
                .hasSize(18)
                .allMatch(told -> told.endsWith("which INITIAL had: a run replaces the one before as a whole"));
    }
}
