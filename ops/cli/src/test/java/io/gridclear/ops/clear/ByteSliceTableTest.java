package io.gridclear.ops.clear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSliceTableTest {

    private final ByteSliceTable table = new ByteSliceTable(4);

    @Test
    void countsInOrderOfFirstAppearance() {
        assertThat(number(0, "b")).isZero();
        assertThat(number(0, "a")).isEqualTo(1);
        assertThat(number(0, "b")).isZero();
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void theSameBytesInAnotherScopeAreAnotherEntry() {
        assertThat(number(7, "a")).isZero();
        assertThat(number(8, "a")).isEqualTo(1);
        assertThat(table.scopeOf(0)).isEqualTo(7);
        assertThat(table.scopeOf(1)).isEqualTo(8);
    }

    @Test
    void aSliceIsItsBytesNotItsPlace() {
        byte[] line = "xxabyyabzz".getBytes(StandardCharsets.UTF_8);
        assertThat(table.number(0, line, 2, 4)).isZero();
        assertThat(table.number(0, line, 6, 8)).isZero();
        assertThat(table.number(0, line, 2, 5)).isEqualTo(1);
    }

    @Test
    void writesWhatItKept() throws IOException {
        number(0, "first");
        number(0, "second");
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteOutput output = new ByteOutput(written);
        table.write(1, output);
        table.write(0, output);
        output.flush();
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("secondfirst");
        assertThat(table.bytesOf(1)).isEqualTo("second".getBytes(StandardCharsets.UTF_8));
    }

    /** 300,000 entries collide in 32 bits of hash about ten times, so equal hashes of unequal bytes are met as well. */
    @Test
    void agreesWithAHashMap() {
        long seed = 11;
        Random random = new Random(seed);
        Map<String, Integer> twin = new HashMap<>();
        for (int n = 0; n < 500_000; n++) {
            int scope = random.nextInt(3);
            String name =
                    Integer.toString(random.nextInt(200_000), 36) + (random.nextInt(4) == 0 ? "-a-longer-name" : "");
            Integer expected = twin.get(scope + name);
            int number = number(scope, name);
            if (expected == null) {
                assertThat(number).as("seed %d, step %d", seed, n).isEqualTo(twin.size());
                twin.put(scope + name, number);
            } else {
                assertThat(number).as("seed %d, step %d", seed, n).isEqualTo(expected);
            }
        }
        assertThat(table.size()).isEqualTo(twin.size()).isGreaterThan(300_000);
    }

    private int number(int scope, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return table.number(scope, bytes, 0, bytes.length);
    }
}
