package io.gridclear.bridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionProgressTest {

    @Test
    void theCommitNamesWhatIsNotDone() {
        PartitionProgress progress = PartitionProgress.from(10);
        for (long offset : new long[] {10, 12, 14, 300}) {
            assertThat(progress.read(offset)).isTrue();
        }
        progress.done(12);
        progress.done(10);
        assertThat(progress.committable()).isEqualTo(14);

        PartitionProgress restored = PartitionProgress.restore(14, progress.metadata(7));
        assertThat(restored.restoredBookOffset()).isEqualTo(7);
        assertThat(restored.read(14)).isTrue();
        assertThat(restored.read(16)).as("done, or never there").isFalse();
        assertThat(restored.read(300)).isTrue();
        assertThat(restored.read(301)).as("new").isTrue();
    }

    @Test
    void nothingIsDoneTwice() {
        PartitionProgress progress = PartitionProgress.from(0);
        progress.read(0);
        progress.done(0);
        assertThatThrownBy(() -> progress.done(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPartitionThatHoldsUpTooManyTakesNoMore() {
        PartitionProgress progress = PartitionProgress.from(0);
        for (long offset = 0; offset < PartitionProgress.MOST_PENDING; offset++) {
            assertThat(progress.isFull()).as("with %d", offset).isFalse();
            progress.read(2 * offset);
        }
        assertThat(progress.isFull()).isTrue();
        assertThat(progress.metadata(Long.MAX_VALUE).length()).isLessThan(4_096);
    }

    @Test
    void farOffsetsFillTheMetadataSooner() {
        PartitionProgress progress = PartitionProgress.from(0);
        long offset = 0;
        while (!progress.isFull()) {
            progress.read(offset);
            offset += 1L << 40;
            assertThat(progress.metadata(Long.MAX_VALUE).length()).isLessThan(4_096);
        }
        assertThat(progress.pendingCount()).isLessThan(PartitionProgress.MOST_PENDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2 0 0 ", "1 0", "1 0 0 ?"})
    void foreignMetadataIsNotGuessedAt(String metadata) {
        assertThatIllegalArgumentException().isThrownBy(() -> PartitionProgress.restore(3, metadata));
    }

    /** The obvious twin: a set of what is done. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bridgesThatComeAndGoDoEveryClearingOnce(long seed) {
        Random random = new Random(seed);
        Set<Long> records = new HashSet<>();
        for (long offset = 0; offset < 400; offset++) {
            if (random.nextInt(3) > 0) {
                records.add(offset);
            }
        }
        Set<Long> done = new HashSet<>();
        long committed = 0;
        String metadata = "1 0 0 ";
        for (int bridge = 0; bridge < 40; bridge++) {
            PartitionProgress progress = PartitionProgress.restore(committed, metadata);
            Set<Long> open = new HashSet<>();
            long until = Math.min(400, committed + random.nextInt(80));
            for (long offset = committed; offset < until; offset++) {
                if (records.contains(offset) && progress.read(offset)) {
                    open.add(offset);
                }
            }
            for (long offset : open) {
                if (random.nextBoolean()) {
                    progress.done(offset);
                    assertThat(done.add(offset))
                            .as("seed %d: %d is done twice", seed, offset)
                            .isTrue();
                    committed = progress.committable();
                    metadata = progress.metadata(random.nextInt(100));
                }
            }
            for (long offset : records) {
                assertThat(offset >= committed || done.contains(offset))
                        .as("seed %d: %d is lost behind %d", seed, offset, committed)
                        .isTrue();
            }
        }
        PartitionProgress last = PartitionProgress.restore(committed, metadata);
        for (long offset = committed; offset < 400; offset++) {
            if (records.contains(offset) && last.read(offset)) {
                assertThat(done.add(offset))
                        .as("seed %d: %d is done twice", seed, offset)
                        .isTrue();
            }
        }
        assertThat(done).as("seed %d", seed).isEqualTo(records);
    }
}
