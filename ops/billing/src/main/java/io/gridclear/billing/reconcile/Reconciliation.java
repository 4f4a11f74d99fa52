package io.gridclear.billing.reconcile;

import io.gridclear.market.canonical.MerklePath;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.verify.LineVerifier;
import io.gridclear.verify.SettledLine;
import io.gridclear.verify.VerificationException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Proves, run by run, that the database's rows are what operator and ledger say: as many lines, each consistent in itself;
 * the Merkle root over their canonical bytes the one of the clearing and the one of the receipts; debits equal to credits;
 * deltas against the run before exact; a later run made from the INITIAL one and what counted before, and a full replacement of the
 * run before. With a verifier each line is proved up to a header that the validators signed.
 * Single-threaded.
 */
public final class Reconciliation {

    /** Rows of one answer of the server; a line is some 500 bytes. */
    private static final int FETCHED_ROWS = 2_000;

    private static final String LINES =
            "select * from billing.settlement_line where area_mrid = ? and period_start = ? and run_order = ?"
                    + " order by line_index";

    private static final String RUN =
            "select * from billing.settlement_run where area_mrid = ? and period_start = ? and run_order = ?";

    /** All runs of a period have the terms that it was opened with. */
    private static final String TERMS =
            "select * from billing.settlement_run where area_mrid = ? and period_start = ? and run_order <= ?"
                    + " order by run_order limit 1";

    /** A run before it, that the line may not be in: its balance was nothing then. */
    private static final String WRONG_DELTAS =
            "select v.line_index, v.delta_nano, v.balance_nano - coalesce(before.balance_nano, 0) as due"
                    + " from billing.line_version v"
                    + " left join lateral (select b.balance_nano from billing.line_version b where b.line_id = v.line_id"
                    + " and b.run_order < v.run_order order by b.run_order desc limit 1) before on true"
                    + " where v.area_mrid = ? and v.period_start = ? and v.run_order = ?"
                    + " and v.delta_nano <> v.balance_nano - coalesce(before.balance_nano, 0) order by v.line_index";

    /** Lines of the run before that this run leaves out, though it replaces that run as a whole. */
    private static final String LEFT_OUT = "select b.line_id, b.market_participant_mrid from billing.settlement_line b"
            + " where b.area_mrid = ? and b.period_start = ? and b.run_order = ? - 1"
            + " and not exists (select 1 from billing.settlement_line v where v.line_id = b.line_id"
            + " and v.run_order = b.run_order + 1) order by b.line_index";

    private final Connection connection;
    private final @Nullable LineVerifier verifier;
    private final boolean receiptsAreRequired;

    /**
     * A reconciliation.
     *
     * @param connection without automatic commits; the caller's to close
     * @param verifier verifies the receipts' proofs, or null: then receipts are compared with the rows only
     * @param receiptsAreRequired whether a run without receipts is a fault
     */
    public Reconciliation(Connection connection, @Nullable LineVerifier verifier, boolean receiptsAreRequired) {
        this.connection = connection;
        this.verifier = verifier;
        this.receiptsAreRequired = receiptsAreRequired;
    }

    /**
     * What came of all runs.
     *
     * @param runs runs that were looked at
     * @param lines their lines
     * @param proved lines whose receipt's proof was verified
     * @param differing runs in which something differs
     * @param balanceNano sum over all participants of the current lines, nano-currency: must be 0
     */
    public record Summary(long runs, long lines, long proved, long differing, BigDecimal balanceNano) {

        /** Whether all holds. */
        public boolean holds() {
            return differing == 0 && balanceNano.signum() == 0;
        }
    }

    /** Totals of the lines as they are read. */
    private static final class Totals {
        private final MerkleTree tree = new MerkleTree(new Sha256(), MerklePath.MAX_LEVEL);
        private BigInteger debit = BigInteger.ZERO;
        private BigInteger credit = BigInteger.ZERO;
        private BigInteger delta = BigInteger.ZERO;
        private long changed;
        private long lines;
        private long nextIndex;
    }

    /**
     * Looks at every run of a scope, as the database stands at this moment.
     *
     * @param sink takes each verdict
     */
    public Summary run(Scope scope, Consumer<RunVerdict> sink) throws SQLException {
        connection.rollback();
        try (PreparedStatement snapshot =
                connection.prepareStatement("set transaction isolation level repeatable read, read only")) {
            snapshot.execute();
        }
        long lines = 0;
        long proved = 0;
        long differing = 0;
        List<RunKey> keys = keys(scope);
        for (RunKey key : keys) {
            RunVerdict verdict = verdict(key);
            lines += verdict.lines();
            proved += verdict.proved();
            differing += verdict.holds() ? 0 : 1;
            sink.accept(verdict);
        }
        BigDecimal balance = balance(scope);
        connection.rollback();
        return new Summary(keys.size(), lines, proved, differing, balance);
    }

    /** Runs that any table knows of. */
    private List<RunKey> keys(Scope scope) throws SQLException {
        String key = "select area_mrid, period_start, run_order from billing.%s where " + Queries.inScope();
        String sql = String.join(
                        " union ",
                        key.replace("%s", "settlement_line"),
                        key.replace("%s", "settlement_run"),
                        key.replace("%s", "receipt"))
                + " order by area_mrid, period_start, run_order";
        List<RunKey> keys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = 1;
            for (int table = 0; table < 3; table++) {
                next = Queries.setScope(statement, next, scope);
            }
            statement.setFetchSize(FETCHED_ROWS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(new RunKey(
                            rows.getString("area_mrid"),
                            StoredRun.instant(rows, "period_start"),
                            rows.getInt("run_order")));
                }
            }
        }
        return keys;
    }

    private RunVerdict verdict(RunKey key) throws SQLException {
        Differences differences = new Differences();
        StoredRun run = run(RUN, key);
        StoredRun terms = run(TERMS, key);
        differences.require(run != null, "the operator has published no totals of it");
        Totals totals = new Totals();
        long proved;
        try (StoredReceipts receipts = new StoredReceipts(connection, key, verifier, differences)) {
            readLines(key, terms, receipts, totals, differences);
            if (run != null) {
                compare(run, totals, differences);
            }
            receipts.finish(totals.lines, terms == null ? null : totals.tree.root(), receiptsAreRequired);
            proved = receipts.proved();
        }
        differences.require(
                totals.debit.equals(totals.credit),
                "its debits are " + totals.debit + " nano, its credits " + totals.credit
                        + ": its participants do not sum up to 0");
        differences.require(totals.delta.signum() == 0, "its deltas sum up to " + totals.delta + " nano, not to 0");
        checkDeltas(key, differences);
        if (key.runOrder() > 0) {
            checkReplacement(key, run, totals.changed, differences);
        }
        return new RunVerdict(key, totals.lines, proved, differences.told(), differences.more());
    }

    private @Nullable StoredRun run(String sql, RunKey key) throws SQLException {
        try (PreparedStatement statement = Queries.ofRun(connection, sql, key);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? StoredRun.read(rows) : null;
        }
    }

    private void readLines(
            RunKey key, @Nullable StoredRun terms, StoredReceipts receipts, Totals totals, Differences differences)
            throws SQLException {
        try (PreparedStatement statement = Queries.ofRun(connection, LINES, key)) {
            statement.setFetchSize(FETCHED_ROWS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    SettlementLine line = StoredRecords.line(rows);
                    count(line, totals, differences);
                    if (terms != null) {
                        hash(line, terms, receipts, totals, differences);
                    }
                }
            }
        }
    }

    private static void count(SettlementLine line, Totals totals, Differences differences) {
        BigInteger amount = BigInteger.valueOf(line.getAmountNano());
        if (line.getDirection() == Direction.DEBIT) {
            totals.debit = totals.debit.add(amount);
        } else {
            totals.credit = totals.credit.add(amount);
        }
        totals.delta = totals.delta.add(BigInteger.valueOf(line.getDeltaNano()));
        totals.changed += line.getDeltaNano() == 0 ? 0 : 1;
        long index = line.getLineIndex();
        if (index != totals.nextIndex) {
            differences.add(
                    index == totals.nextIndex + 1
                            ? "line " + totals.nextIndex + " is missing"
                            : "lines " + totals.nextIndex + " to " + (index - 1) + " are missing");
        }
        totals.nextIndex = index + 1;
        totals.lines++;
    }

    private static void hash(
            SettlementLine line, StoredRun terms, StoredReceipts receipts, Totals totals, Differences differences)
            throws SQLException {
        SettlementPeriod period = new SettlementPeriod(
                line.getAreaMrid(),
                line.getPeriodStart().toEpochMilli(),
                terms.periodMs(),
                terms.currency(),
                terms.timeZone());
        try {
            byte[] leafHash = SettledLine.of(line, period).leafHash();
            totals.tree.add(leafHash);
            receipts.take(line, leafHash);
        } catch (VerificationException e) {
            differences.add("line " + line.getLineIndex() + " (" + line.getLineId() + ", "
                    + line.getMarketParticipantMrid() + ") contradicts itself: " + e.reason());
        }
    }

    private static void compare(StoredRun run, Totals totals, Differences differences) {
        differences.require(
                run.lines() == totals.lines,
                "it has " + totals.lines + " lines in the database, " + run.lines() + " by what was published of it");
        String debits = BigInteger.valueOf(run.debitNano()).toString();
        differences.require(
                debits.equals(totals.debit.toString()),
                "its debits are " + totals.debit + " nano in the database, " + debits + " by what was published of it");
        String credits = BigInteger.valueOf(run.creditNano()).toString();
        differences.require(
                credits.equals(totals.credit.toString()),
                "its credits are " + totals.credit + " nano in the database, " + credits
                        + " by what was published of it");
        String root = HexFormat.of().formatHex(totals.tree.root());
        String claimed = HexFormat.of().formatHex(run.root());
        differences.require(
                root.equals(claimed),
                "its lines come to the root " + root + ", what was published of it says " + claimed);
    }

    private void checkDeltas(RunKey key, Differences differences) throws SQLException {
        try (PreparedStatement statement = Queries.ofRun(connection, WRONG_DELTAS, key);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                differences.add("line " + rows.getLong("line_index") + " says a delta of " + rows.getLong("delta_nano")
                        + " nano; against the run before it is " + rows.getLong("due"));
            }
        }
    }

    /** A later run rests on the INITIAL one and on the run before it, and replaces that line by line. */
    private void checkReplacement(RunKey key, @Nullable StoredRun run, long changed, Differences differences)
            throws SQLException {
        StoredRun before = run(RUN, key.before());
        if (before == null) {
            differences.add("the totals of the run before it, " + key.before().run() + ", are not there");
        }
        if (run != null) {
            StoredRun initial = run(RUN, key.initial());
            differences.require(
                    initial == null || Arrays.equals(initial.root(), run.initialRoot()),
                    "it was not made from the INITIAL run that was published");
            differences.require(
                    before == null
                            || before.stateAfter() == null
                            || Arrays.equals(before.stateAfter(), run.stateBefore()),
                    "it was not made from what counted after " + key.before().run());
            differences.require(
                    run.changedLines() == changed,
                    "it changes " + changed + " lines in the database, " + run.changedLines()
                            + " by what was published of it");
        }
        try (PreparedStatement statement = Queries.ofRun(connection, LEFT_OUT, key);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                differences.add("it leaves out line " + rows.getString("line_id") + " of "
                        + rows.getString("market_participant_mrid") + ", which "
                        + key.before().run() + " had: a run replaces the one before as a whole");
            }
        }
    }

    private BigDecimal balance(Scope scope) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select coalesce(sum(balance_nano), 0) from billing.current_line where " + Queries.inScope())) {
            Queries.setScope(statement, 1, scope);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBigDecimal(1);
            }
        }
    }
}
