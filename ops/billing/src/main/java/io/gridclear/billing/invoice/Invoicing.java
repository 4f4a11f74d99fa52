package io.gridclear.billing.invoice;

import io.gridclear.schemas.avro.ChargeType;
import io.gridclear.schemas.avro.Direction;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes invoices of what is in the database, and remembers those that are issued. Single-threaded. */
public final class Invoicing {

    private static final int FETCHED_ROWS = 2_000;

    private static final String BILLABLE =
            " from billing.billable_line b left join lateral (select il.settlement_id from billing.invoice_line il"
                    + " where il.line_id = b.line_id order by il.invoice_id desc limit 1) last on true"
                    + " left join billing.line_version billed on billed.settlement_id = last.settlement_id"
                    + " where b.market_participant_mrid = ? and b.settlement_date = ? and b.currency = ?";

    private final Connection connection;

    /** @param connection without automatic commits; the caller's to close */
    public Invoicing(Connection connection) {
        this.connection = connection;
    }

    /** Groups while lines are read. */
    private static final class Sums {
        private final SortedMap<InvoiceGroup, InvoiceTotal> items = new TreeMap<>();
        private final SortedMap<InvoiceGroup, InvoiceTotal> corrections = new TreeMap<>();
        private long receipts;

        private void add(ResultSet row) throws SQLException {
            receipts++;
            Direction direction = Direction.valueOf(row.getString("direction"));
            InvoiceGroup group = InvoiceGroup.of(ChargeType.valueOf(row.getString("charge_type")), direction);
            String billedId = row.getString("billed_id");
            InvoiceTotal now = new InvoiceTotal(
                    1,
                    row.getBoolean("estimated") ? 1 : 0,
                    BigInteger.valueOf(row.getLong("quantity_wh")),
                    BigInteger.valueOf(row.getLong("balance_nano")));
            if (billedId == null) {
                items.merge(group, now, InvoiceTotal::plus);
            } else if (!billedId.equals(row.getString("settlement_id"))) {
                corrections.merge(group, change(row, direction, now), InvoiceTotal::plus);
            }
        }

        private static InvoiceTotal change(ResultSet row, Direction direction, InvoiceTotal now) throws SQLException {
            BigInteger billedWh = BigInteger.valueOf(row.getLong("billed_wh"));
            boolean turned = direction != Direction.valueOf(row.getString("billed_direction"));
            return new InvoiceTotal(
                    1,
                    now.estimated(),
                    now.energyWh().subtract(turned ? billedWh.negate() : billedWh),
                    now.balanceNano().subtract(BigInteger.valueOf(row.getLong("billed_nano"))));
        }
    }

    /**
     * The next invoices of a participant and day, one a currency; none if there is no line of that day.
     *
     * @param isIssued whether they are issued now: then they are remembered, and empty ones left out
     * @throws SQLException if the database does not work, or somebody has issued one at the same time
     */
    public List<Invoice> next(String participant, LocalDate day, boolean isIssued) throws SQLException {
        connection.rollback();
        try (PreparedStatement snapshot =
                connection.prepareStatement("set transaction isolation level repeatable read")) {
            snapshot.execute();
        }
        List<Invoice> invoices = new ArrayList<>();
        for (String currency : currencies(participant, day)) {
            Invoice invoice = invoice(participant, day, currency, isIssued);
            if (!isIssued) {
                invoices.add(invoice);
            } else if (!invoice.isEmpty()) {
                remember(invoice);
                invoices.add(invoice);
            }
        }
        if (isIssued) {
            connection.commit();
        } else {
            connection.rollback();
        }
        return invoices;
    }

    private SortedSet<String> currencies(String participant, LocalDate day) throws SQLException {
        SortedSet<String> currencies = new TreeSet<>();
        try (PreparedStatement statement = prepared(
                        "select distinct currency from billing.settlement_line"
                                + " where market_participant_mrid = ? and settlement_date = ?",
                        participant,
                        day,
                        null);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                currencies.add(rows.getString(1));
            }
        }
        return currencies;
    }

    private Invoice invoice(String participant, LocalDate day, String currency, boolean isIssued) throws SQLException {
        Sums sums = new Sums();
        try (PreparedStatement statement = prepared(
                "select b.settlement_id, b.charge_type, b.direction, b.estimated, b.quantity_wh, b.balance_nano,"
                        + " billed.settlement_id as billed_id, billed.direction as billed_direction,"
                        + " billed.quantity_wh as billed_wh, billed.balance_nano as billed_nano" + BILLABLE,
                participant,
                day,
                currency)) {
            statement.setFetchSize(FETCHED_ROWS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sums.add(rows);
                }
            }
        }
        InvoiceTotal billed = total(
                "select count(il.line_id), 0, 0, coalesce((select sum(balance_nano) from billing.invoice"
                        + " where market_participant_mrid = i.market_participant_mrid"
                        + " and settlement_date = i.settlement_date and currency = i.currency), 0)"
                        + " from billing.invoice i join billing.invoice_line il using (invoice_id)"
                        + " where market_participant_mrid = ? and settlement_date = ? and currency = ?"
                        + " group by market_participant_mrid, settlement_date, currency",
                participant,
                day,
                currency);
        InvoiceTotal open = total(
                "select count(*), count(*) filter (where estimated), coalesce(sum(quantity_wh), 0),"
                        + " coalesce(sum(balance_nano), 0) from billing.open_item"
                        + " where market_participant_mrid = ? and settlement_date = ? and currency = ?",
                participant,
                day,
                currency);
        return new Invoice(
                participant,
                day,
                currency,
                nextNumber(participant, day, currency),
                isIssued,
                sums.items,
                sums.corrections,
                billed,
                open,
                sums.receipts);
    }

    private InvoiceTotal total(String sql, String participant, LocalDate day, String currency) throws SQLException {
        try (PreparedStatement statement = prepared(sql, participant, day, currency);
                ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? new InvoiceTotal(
                            rows.getLong(1),
                            rows.getLong(2),
                            rows.getBigDecimal(3).toBigIntegerExact(),
                            rows.getBigDecimal(4).toBigIntegerExact())
                    : InvoiceTotal.NONE;
        }
    }

    private int nextNumber(String participant, LocalDate day, String currency) throws SQLException {
        try (PreparedStatement statement = prepared(
                        "select coalesce(max(invoice_number), 0) + 1 from billing.invoice"
                                + " where market_participant_mrid = ? and settlement_date = ? and currency = ?",
                        participant,
                        day,
                        currency);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void remember(Invoice invoice) throws SQLException {
        long invoiceId;
        InvoiceTotal total = invoice.total();
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into billing.invoice (market_participant_mrid, settlement_date, currency, invoice_number,"
                        + " balance_nano, payable_cents) values (?, ?, ?, ?, ?, ?) returning invoice_id")) {
            statement.setString(1, invoice.participant());
            statement.setDate(2, Date.valueOf(invoice.day()));
            statement.setString(3, invoice.currency());
            statement.setInt(4, invoice.number());
            statement.setBigDecimal(5, new java.math.BigDecimal(total.balanceNano()));
            statement.setBigDecimal(6, new java.math.BigDecimal(total.cents()));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                invoiceId = rows.getLong(1);
            }
        }
        try (PreparedStatement statement = prepared(
                "insert into billing.invoice_line (invoice_id, line_id, settlement_id) select " + invoiceId
                        + ", b.line_id, b.settlement_id" + BILLABLE
                        + " and last.settlement_id is distinct from b.settlement_id",
                invoice.participant(),
                invoice.day(),
                invoice.currency())) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, String participant, LocalDate day, @Nullable String currency)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setString(1, participant);
            statement.setDate(2, Date.valueOf(day));
            if (currency != null) {
                statement.setString(3, currency);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
