package io.gridclear.benchmarks.file;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes a file of orders as {@code gridclear clear} reads it: traders without intelligence (Gode and Sunder 1993), one order
 * each, order ids are UUIDs, the books mixed row by row. One order in twenty has a price for stage 2. Same seed, same file.
 */
@Command(name = "OrderFile", mixinStandardHelpOptions = true, description = "Writes a file of orders.")
final class OrderFile implements Callable<Integer> {

    private static final String HEADER =
            "area,period_start,order_id,participant,side,quantity_wh,price,limit_price,revised_price\n";
    private static final long FIRST_PERIOD = 1_767_225_600_000L;
    private static final long PERIOD_MS = 900_000;
    private static final long FEED_IN = 450_000;
    private static final long RETAIL = 670_000;
    private static final long TICK = 100;

    @Parameters(paramLabel = "FILE", description = "Where to.")
    private Path file = Path.of("orders.csv");

    @Option(names = "--orders", defaultValue = "1000000", description = "Rows (default: ${DEFAULT-VALUE}).")
    private int orders;

    @Option(names = "--books", defaultValue = "1", description = "Areas and periods (default: ${DEFAULT-VALUE}).")
    private int books;

    @Option(names = "--seed", defaultValue = "1", description = "Seed (default: ${DEFAULT-VALUE}).")
    private long seed;

    public static void main(String[] args) {
        System.exit(new CommandLine(new OrderFile()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(HEADER);
            for (int i = 0; i < orders; i++) {
                out.write(row(random, i));
            }
        }
        return 0;
    }

    private String row(SplittableRandom random, int number) {
        int book = number % books;
        boolean sells = random.nextBoolean();
        long quote = price(random, FEED_IN, RETAIL);
        long end = sells ? FEED_IN : RETAIL;
        long limit = price(random, Math.min(end, quote), Math.max(end, quote));
        String revised = random.nextInt(20) == 0 ? Long.toString(limit) : "";
        return "area-" + book % 100 + "," + (FIRST_PERIOD + book / 100 * PERIOD_MS) + ","
                + new UUID(random.nextLong(), random.nextLong()) + ",participant-" + number + ","
                + (sells ? "SELL" : "BUY") + "," + (1 + random.nextInt(2_000)) + "," + quote + "," + limit + ","
                + revised
                + "\n";
    }

    private static long price(SplittableRandom random, long low, long high) {
        return low + TICK * random.nextLong((high - low) / TICK + 1);
    }
}
