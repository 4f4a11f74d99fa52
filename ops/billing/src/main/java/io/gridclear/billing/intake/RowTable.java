package io.gridclear.billing.intake;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table whose rows are written once. Many rows are one statement: each column is handed over as an array, and the server
 * says how many rows were new. Rows that were there already are compared, so that a repeat is told from a contradiction.
 */
final class RowTable<T> {

    private final List<Column<T>> columns;
    private final String insert;
    private final String contradictions;

    /** @param table with its schema */
    RowTable(String table, List<Column<T>> columns) {
        this.columns = List.copyOf(columns);
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String arrays = columns.stream()
                .map(column -> "?::" + column.type().element() + "[]")
                .collect(Collectors.joining(", "));
        String values = columns.stream()
                .map(column -> column.type().expression("given." + column.name()))
                .collect(Collectors.joining(", "));
        String same = columns.stream()
                .filter(Column::isIdentity)
                .map(column -> "held." + column.name() + " = " + column.type().expression("given." + column.name()))
                .collect(Collectors.joining(" and "));
        insert = "with added as (insert into " + table + " (" + names + ") select " + values + " from unnest(" + arrays
                + ") as given (" + names + ") on conflict do nothing returning 1) select count(*) from added";
        contradictions = "select given.place from unnest(" + arrays + ") with ordinality as given (" + names
                + ", place) where not exists (select 1 from " + table + " held where " + same + ")";
    }

    /**
     * What became of rows.
     *
     * @param added number of new rows
     * @param contradicting rows that are not in the table, because a different one with their identity is
     */
    record Inserted<T>(int added, List<Entry<T>> contradicting) {}

    /**
     * Writes rows; those that are there already stay as they are.
     *
     * @throws SQLException if the database fails or cannot hold one of them; then none is written
     */
    Inserted<T> insert(Connection connection, List<Entry<T>> entries) throws SQLException {
        if (entries.isEmpty()) {
            return new Inserted<>(0, List.of());
        }
        List<Array> arrays = new ArrayList<>(columns.size());
        List<T> rows = entries.stream().map(Entry::record).toList();
        for (Column<T> column : columns) {
            arrays.add(connection.createArrayOf(column.type().element(), column.array(rows)));
        }
        int added = first(connection, insert, arrays).get(0).intValue();
        if (added == entries.size()) {
            return new Inserted<>(added, List.of());
        }
        List<Entry<T>> contradicting = first(connection, contradictions, arrays).stream()
                .map(place -> entries.get(Math.toIntExact(place) - 1))
                .toList();
        return new Inserted<>(added, contradicting);
    }

    private static List<Long> first(Connection connection, String sql, List<Array> arrays) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arrays.size(); i++) {
                statement.setArray(i + 1, arrays.get(i));
            }
            List<Long> found = new ArrayList<>();
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    found.add(results.getLong(1));
                }
            }
            return found;
        }
    }
}
