package io.gridclear.ops.clear;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.ops.clear.OrderFileClearing.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The fast clearing of a file against its slow twin, to the byte, on seeded random files, good and broken. */
class OrderFileTwinTest {

    private static final long FEED_IN = 450_000;
    private static final long RETAIL = 670_000;
    private static final long TICK = 100;

    @Test
    void goodFilesClearToTheSameBytes() throws IOException {
        for (long seed = 1; seed <= 300; seed++) {
            byte[] file = new RandomFile(seed, 0).bytes();
            SlowClearing twin = compare(seed, file);
            assertThat(twin.isCleared()).as("seed %d: %s", seed, twin.refusals).isTrue();
        }
    }

    @Test
    void brokenFilesAreRefusedForTheSameReasonsInTheSameLines() throws IOException {
        Set<String> reasonsSeen = new HashSet<>();
        for (long seed = 1; seed <= 400; seed++) {
            byte[] file = new RandomFile(seed, 12).bytes();
            reasonsSeen.addAll(compare(seed, file).refusalsByReason().keySet());
        }
        assertThat(reasonsSeen)
                .as("the files have to be broken in every way for this to mean something")
                .containsExactlyInAnyOrder(
                        "MALFORMED",
                        "BAD_QUANTITY",
                        "PRICE_OUT_OF_BAND",
                        "OFF_TICK",
                        "LIMIT_CROSSES_QUOTE",
                        "OPPOSITE_SIDE",
                        "STALE_REVISION");
    }

    private static SlowClearing compare(long seed, byte[] file) throws IOException {
        boolean byVolume = seed % 2 == 0;
        SlowClearing twin = new SlowClearing(FEED_IN, RETAIL, TICK, byVolume);
        twin.run(file);
        MarketTerms terms = MarketTerms.ofPrices(
                TICK, FEED_IN, RETAIL, byVolume ? ReferencePriceRule.VOLUME_WEIGHTED : ReferencePriceRule.MEAN);
        ByteArrayOutputStream trades = new ByteArrayOutputStream();
        Outcome outcome =
                new OrderFileClearing(terms).run(new ByteArrayInputStream(file), () -> PendingFile.before(trades));
        Supplier<String> seedAndFile = () -> "seed " + seed + "\n" + new String(file, StandardCharsets.UTF_8);
        if (outcome instanceof Outcome.Cleared cleared) {
            assertThat(twin.refusals).as(seedAndFile).isEmpty();
            assertThat(trades.toString(StandardCharsets.UTF_8)).as(seedAndFile).isEqualTo(twin.trades.toString());
            assertThat(cleared.books().stream().map(b -> b.line() + "\n").collect(Collectors.joining()))
                    .as(seedAndFile)
                    .isEqualTo(twin.summary.toString());
        } else {
            Refusals refusals = ((Outcome.Refused) outcome).refusals();
            assertThat(refusals.described().stream().map(r -> r.lineNumber() + " " + r.reason()))
                    .as(seedAndFile)
                    .containsExactlyElementsOf(
                            twin.refusals.subList(0, Math.min(Refusals.MAX_DESCRIBED, twin.refusals.size())));
            assertThat(refusals.count()).as(seedAndFile).isEqualTo(twin.refusals.size());
            assertThat(trades.size()).as(seedAndFile).isZero();
        }
        return twin;
    }

    /** A file from a seed: few prices and participants, so that ties, repeats and clashes are common. */
    private static final class RandomFile {

        private static final Map<Integer, String> ODD_IDS =
                Map.of(0, "ümlaut", 1, "a b", 2, "'", 3, "x".repeat(126), 4, "漢字", 5, "-1", 6, "ask");
        private static final String[] ODD_NUMBERS = {
            "",
            "0",
            "-1",
            "-2",
            "00",
            "007",
            "+1",
            "1.5",
            "1e3",
            " 1",
            "abc",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "449900",
            "670100",
            "500050",
            "99999999999999999999999",
            "3441556730169",
            "3441556730170",
            "450000",
            "670000",
            "-0"
        };

        private final Random random;
        private final int brokenPercent;
        private final StringBuilder file = new StringBuilder();

        RandomFile(long seed, int brokenPercent) {
            this.random = new Random(seed);
            this.brokenPercent = brokenPercent;
        }

        byte[] bytes() {
            String newline = random.nextInt(4) == 0 ? "\r\n" : "\n";
            if (random.nextInt(8) == 0) {
                file.append('\ufeff');
            }
            file.append(SlowClearing.ORDERS_HEADER).append(newline);
            int rows = random.nextInt(60);
            int areas = 1 + random.nextInt(3);
            int periods = 1 + random.nextInt(3);
            String last = "";
            for (int n = 0; n < rows; n++) {
                boolean repeats = n > 0 && random.nextInt(10) == 0;
                last = repeats ? last : row(n, areas, periods);
                boolean breaks = random.nextInt(100) < brokenPercent;
                file.append(breaks ? broken(last) : last).append(newline);
            }
            if (random.nextInt(4) == 0) {
                file.setLength(file.length() - newline.length());
            }
            return file.toString().getBytes(StandardCharsets.UTF_8);
        }

        private String row(int n, int areas, int periods) {
            boolean sells = random.nextBoolean();
            int quote = random.nextInt(12) * 200;
            int limit =
                    sells ? random.nextInt(quote / 100 + 1) * 100 : Math.min(2_200, quote + random.nextInt(8) * 100);
            quote = Math.min(quote, 2_200);
            limit = sells ? Math.min(limit, quote) : Math.max(limit, quote);
            boolean limited = random.nextBoolean();
            String revised = random.nextInt(4) == 0 ? price(limited ? limit : random.nextInt(22) * 100) : "";
            String id = random.nextInt(20) == 0 ? ODD_IDS.get(random.nextInt(ODD_IDS.size())) : "";
            return String.join(
                    ",",
                    "area" + random.nextInt(areas) + (random.nextInt(30) == 0 ? "é" : ""),
                    Long.toString((random.nextInt(periods) - 1) * 900_000L),
                    id + n,
                    (sells ? "seller" : "buyer") + random.nextInt(6),
                    sells ? "SELL" : "BUY",
                    Integer.toString(1 + random.nextInt(40)),
                    price(quote),
                    limited ? price(limit) : "",
                    revised);
        }

        private static String price(int aboveFeedIn) {
            return Long.toString(FEED_IN + aboveFeedIn * 100L);
        }

        private String broken(String row) {
            String[] fields = row.split(",", -1);
            switch (random.nextInt(8)) {
                case 0 -> fields[4] = fields[4].equals("SELL") ? "BUY" : "SELL";
                case 1 -> fields[7] = fields[8].isEmpty() ? price(random.nextInt(22) * 100) : fields[7];
                case 2 -> fields[random.nextInt(4)] = random.nextBoolean() ? "" : "y".repeat(129);
                case 3 -> fields[5] = Integer.toString(random.nextInt(3));
                case 4 -> fields[4] = "sell";
                case 5 -> {
                    return random.nextBoolean() ? row + "," : row.substring(row.indexOf(',') + 1);
                }
                case 6 -> fields[2] = random.nextBoolean() ? "\"quoted\"" : "tab\there";
                default -> {
                    int[] numbers = {1, 5, 6, 7, 8};
                    fields[numbers[random.nextInt(5)]] = ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
                }
            }
            return String.join(",", fields);
        }
    }
}
