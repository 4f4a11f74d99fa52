package io.gridclear.ops.clear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.ops.clear.OrderFileClearing.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that an independent implementation cleared have to come out to the byte. */
class GoldenFilesTest {

    /** Folder with golden/, relative to the project's root; system property {@code gridclear.data} names another. */
    private static final Path GOLDEN = Path.of("../..")
            .resolve(System.getProperty("gridclear.data", "../shared/data"))
            .resolve("golden");

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"zi_2d,mean", "zi_2d,vwap", "shaded_2d,mean"})
    void comeOutToTheByte(String day, String reference) throws IOException {
        Path orders = GOLDEN.resolve("orders_" + day + ".csv");
        assumeTrue(Files.exists(orders), () -> orders + " is not there; name its folder with -Dgridclear.data");
        MarketTerms terms = MarketTerms.ofPrices(
                100,
                450_000,
                670_000,
                reference.equals("vwap") ? ReferencePriceRule.VOLUME_WEIGHTED : ReferencePriceRule.MEAN);
        ByteArrayOutputStream trades = new ByteArrayOutputStream();
        Outcome outcome;
        try (InputStream input = Files.newInputStream(orders)) {
            outcome = new OrderFileClearing(terms).run(input, () -> PendingFile.before(trades));
        }

        assertThat(trades.toString(StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(GOLDEN.resolve("trades_" + day + "_" + reference + ".csv")));
        Path totals = GOLDEN.resolve("summary_" + day + "_" + reference + ".txt");
        if (Files.exists(totals)) {
            assertThat(((Outcome.Cleared) outcome)
                            .books().stream().map(b -> b.line() + "\n").collect(Collectors.joining()))
                    .isEqualTo(Files.readString(totals));
        }
    }
}
