package io.gridclear.ops.clear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteOutputTest {

    private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
    private final ByteOutput output = new ByteOutput(sink);

    @ParameterizedTest
    @ValueSource(
            longs = {0, 7, 9, 10, 11, 99, 100, 101, 999, 1000, 1001, -1, -10, -99, -100, Long.MAX_VALUE, Long.MIN_VALUE
            })
    void writesNumbersAsJavaDoes(long number) throws IOException {
        output.number(number);
        output.flush();

        assertThat(sink.toString(StandardCharsets.US_ASCII)).isEqualTo(Long.toString(number));
    }

    @Test
    void keepsTheOrderOverManyBlocks() throws IOException {
        long seed = 3;
        Random random = new Random(seed);
        StringBuilder expected = new StringBuilder();
        for (int n = 0; n < 200_000; n++) {
            long number = random.nextLong() >> random.nextInt(64);
            byte[] text = "x".repeat(random.nextInt(5)).getBytes(StandardCharsets.US_ASCII);
            output.number(number);
            output.character(',');
            output.bytes(text);
            expected.append(number).append(',').append(new String(text, StandardCharsets.US_ASCII));
        }
        output.flush();

        assertThat(sink.toString(StandardCharsets.US_ASCII).equals(expected.toString()))
                .as("seed %d", seed)
                .isTrue();
    }
}
