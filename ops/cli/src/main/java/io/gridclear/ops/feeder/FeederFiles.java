package io.gridclear.ops.feeder;

import io.gridclear.market.routing.Feeder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads a feeder from a file of buses (column {@code bus}) and a file of lines: {@code from}, {@code to}, {@code r_ohm};
 * {@code status} (1 = in service, 0 = open, left out), {@code capacity_w}, {@code reverse_capacity_w} and {@code id} where
 * they are there. A line without id is named by its buses as the row gives them, "from-to".
 */
public final class FeederFiles {

    /** Decimals of an ohm in a weight: a resistance that is finer is refused, because no rule says how it would round. */
    private static final int WEIGHT_DECIMALS = 4;

    /** Longest number that is looked at: a capacity has 13 digits, a resistance 6 and 4 decimals. */
    private static final int MAX_NUMBER_CHARS = 24;

    private final Path buses;
    private final Path lines;
    private final OptionalLong capacityW;

    /**
     * Two files.
     *
     * @param capacityW capacity of every line each way where the file has no column for it, W
     */
    public FeederFiles(Path buses, Path lines, OptionalLong capacityW) {
        this.buses = buses;
        this.lines = lines;
        this.capacityW = capacityW;
    }

    /**
     * A feeder, and what of the file is not in it.
     *
     * @param feeder the feeder
     * @param openLines lines that are open
     */
    public record Import(Feeder feeder, int openLines) {}

    /**
     * Reads both.
     *
     * @throws IOException if a file cannot be read
     * @throws FeederFileFault if they are no feeder; the message says why
     */
    public Import read() throws IOException, FeederFileFault {
        FeederTable busTable = FeederTable.read(buses, Feeder.MAX_BUSES);
        busTable.require("bus");
        List<String> ids = new ArrayList<>();
        for (FeederTable.Row row : busTable.rows()) {
            ids.add(busTable.field(row, "bus"));
        }
        // as many may be open as are in service
        FeederTable lineTable = FeederTable.read(lines, 2 * Feeder.MAX_LINES);
        lineTable.require("from", "to", "r_ohm");
        if (!lineTable.has("capacity_w") && capacityW.isEmpty()) {
            throw new FeederFileFault(lineTable.file() + " has no column capacity_w; --capacity gives all lines one");
        }
        List<Feeder.Line> inService = new ArrayList<>();
        for (FeederTable.Row row : lineTable.rows()) {
            if (isInService(lineTable, row)) {
                inService.add(line(lineTable, row));
            }
        }
        try {
            return new Import(new Feeder(ids, inService), lineTable.rows().size() - inService.size());
        } catch (IllegalArgumentException e) {
            throw new FeederFileFault(busTable.file() + ", " + lineTable.file() + ": " + e.getMessage());
        }
    }

    private static boolean isInService(FeederTable table, FeederTable.Row row) throws FeederFileFault {
        if (!table.has("status")) {
            return true;
        }
        String status = table.field(row, "status");
        return switch (status) {
            case "0" -> false;
            case "1" -> true;
            default -> throw table.fault(row, "status is 1 (in service) or 0 (open), not " + status);
        };
    }

    private Feeder.Line line(FeederTable table, FeederTable.Row row) throws FeederFileFault {
        String from = table.field(row, "from");
        String to = table.field(row, "to");
        String id = table.has("id") ? table.field(row, "id") : from + "-" + to;
        int weight = weight(table, row);
        long aheadW = table.has("capacity_w") ? watts(table, row, "capacity_w") : capacityW.orElseThrow();
        long reverseW = table.has("reverse_capacity_w") ? watts(table, row, "reverse_capacity_w") : aheadW;
        try {
            return Feeder.Line.between(id, from, to, weight, aheadW, reverseW);
        } catch (IllegalArgumentException e) {
            throw table.fault(row, String.valueOf(e.getMessage()));
        }
    }

    private static int weight(FeederTable table, FeederTable.Row row) throws FeederFileFault {
        String ohm = table.field(row, "r_ohm");
        try {
            return new BigDecimal(number(ohm)).movePointRight(WEIGHT_DECIMALS).intValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw table.fault(row, "r_ohm is a number of ohms with at most four decimals, not " + ohm);
        }
    }

    private static long watts(FeederTable table, FeederTable.Row row, String column) throws FeederFileFault {
        String watts = table.field(row, column);
        try {
            return Long.parseLong(watts);
        } catch (NumberFormatException e) {
            throw table.fault(row, column + " is a whole number of watts, not " + watts);
        }
    }

    /** A power of ten could ask for more digits than there is memory: only plain numbers are numbers here. */
    private static String number(String text) {
        if (text.length() > MAX_NUMBER_CHARS || !text.matches("[0-9]+(\\.[0-9]+)?")) {
            throw new NumberFormatException(text);
        }
        return text;
    }
}
