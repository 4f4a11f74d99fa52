package io.gridclear.market.auction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StableSortTest {

    @ParameterizedTest(name = "keys of {0}..{1}")
    @CsvSource({
        "0, 0",
        "0, 3",
        "-2200, 0",
        // one pass holds 2^14 keys, two hold 2^28
        "5, 16388",
        "5, 16389",
        "-268435456, -1",
        "-268435456, 0",
        "-2147483648, 2147483647",
    })
    void comesToWhatAComparisonSortComesTo(int min, int max) {
        for (long seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int n = random.nextInt(400);
            // only the first n keys count
            int[] keys = random.ints(n + 3L, min, max + 1L > Integer.MAX_VALUE ? max : max + 1)
                    .toArray();
            if (n > 1) {
                keys[random.nextInt(n)] = min;
                keys[random.nextInt(n)] = max;
            }
            int[] expected = IntStream.range(0, n)
                    .boxed()
                    .sorted((one, other) -> Integer.compare(keys[one], keys[other]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(Arrays.copyOf(StableSort.ascending(keys, n), n))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void nothingIsSorted() {
        assertThat(StableSort.ascending(new int[0], 0)).isEmpty();
    }
}
