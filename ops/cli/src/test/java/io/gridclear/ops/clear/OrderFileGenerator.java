package io.gridclear.ops.clear;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes large files of acceptable orders, the same for the same seed. Half the participants sell, half buy; quotes lie
 * anywhere in the default band; half the orders have a limit, one in eight a revised price.
 *
 * <p>From the project's root, after a build:
 * {@code java -cp ops/cli/target/test-classes io.gridclear.ops.clear.OrderFileGenerator FILE ORDERS AREAS PERIODS SEED}
 */
final class OrderFileGenerator {

    private static final long FEED_IN = 450_000;
    private static final int BAND_TICKS = 2_200;
    private static final long TICK = 100;
    private static final long FIRST_PERIOD = 1_750_000_500_000L;
    private static final long PERIOD_MS = 900_000;

    private OrderFileGenerator() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 5) {
            System.err.println("usage: OrderFileGenerator FILE ORDERS AREAS PERIODS SEED");
            System.exit(2);
        }
        write(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Long.parseLong(arguments[4]));
    }

    /** Writes a file of so many orders, spread at random over areas x periods. */
    static void write(Path file, int orders, int areas, int periods, long seed) throws IOException {
        Random random = new Random(seed);
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            out.print("area,period_start,order_id,participant,side,quantity_wh,price,limit_price,revised_price\n");
            StringBuilder row = new StringBuilder();
            for (int n = 0; n < orders; n++) {
                row.setLength(0);
                boolean sells = random.nextBoolean();
                int quote = random.nextInt(BAND_TICKS + 1);
                int limit = sells ? random.nextInt(quote + 1) : quote + random.nextInt(BAND_TICKS - quote + 1);
                row.append("feeder-").append(random.nextInt(areas)).append(',');
                row.append(FIRST_PERIOD + random.nextInt(periods) * PERIOD_MS).append(',');
                row.append(sells ? "ask-" : "bid-").append(n).append(',');
                row.append(sells ? "seller-" : "buyer-")
                        .append(random.nextInt(orders))
                        .append(',');
                row.append(sells ? "SELL," : "BUY,")
                        .append(1 + random.nextInt(5_000))
                        .append(',');
                row.append(FEED_IN + quote * TICK).append(',');
                boolean limited = random.nextBoolean();
                if (limited) {
                    row.append(FEED_IN + limit * TICK);
                }
                row.append(',');
                if (random.nextInt(8) == 0) {
                    row.append(FEED_IN + (limited ? limit : quote) * TICK);
                }
                out.append(row.append('\n'));
            }
        }
    }
}
