package io.gridclear.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeyspaceTest {

    @Test
    void everyKindHasItsOwnCode() {
        TreeSet<Byte> codes = new TreeSet<>();
        for (Keyspace keyspace : Keyspace.values()) {
            assertThat(codes.add(keyspace.prefix()[0])).as(keyspace.name()).isTrue();
            assertThat(Keyspace.isLeaf(keyspace.key(new byte[] {1}))).isEqualTo(keyspace.isLeaf());
        }
        assertThatThrownBy(() -> Keyspace.isLeaf(new byte[] {0})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keysSortAsTheirNumbersDo() {
        byte[] low = Keyspace.GRACE.key(255, new byte[] {(byte) 255});
        byte[] high = Keyspace.GRACE.key(256, new byte[] {0});
        assertThat(Arrays.compareUnsigned(low, high)).isNegative();
        assertThat(Keyspace.startsWith(high, Keyspace.GRACE.key(256))).isTrue();
        assertThat(Keyspace.startsWith(low, Keyspace.GRACE.key(256))).isFalse();
        assertThat(Keyspace.startsWith(Keyspace.GRACE.prefix(), low)).isFalse();
        assertThat(Keyspace.rest(high)).isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 1, 0, 0});
    }
}
