package io.gridclear.market.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.twin.SlowMerkleTree;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A log whose hashes are kept by key: earlier sizes stay provable, and every read is one of a hash that was kept. */
class MerkleLogTest {

    private static final long SEED = 2113;

    private final Sha256 sha256 = new Sha256();
    private final Map<String, byte[]> kept = new TreeMap<>();
    private final MerkleLog log = new MerkleLog(sha256, this::find);
    private int reads;

    private byte[] find(int level, long index) {
        reads++;
        byte[] hash = kept.get(level + "/" + index);
        if (hash == null) {
            throw new AssertionError("nobody kept level " + level + ", index " + index);
        }
        return hash;
    }

    private void keep(int level, long index, byte[] hash) {
        assertThat(kept.put(level + "/" + index, hash))
                .as("kept twice: level %d, index %d", level, index)
                .isNull();
    }

    @Test
    void everyEarlierSizeKeepsItsRootAndItsPaths() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> leaves = new ArrayList<>();
        for (int n = 0; n < 130; n++) {
            byte[] leaf = new byte[random.nextInt(30)];
            random.nextBytes(leaf);
            log.append(n, MerkleTree.leafHash(leaf, sha256), this::keep);
            leaves.add(leaf);
        }
        for (int n = 0; n <= 130; n++) {
            List<byte[]> first = leaves.subList(0, n);
            assertThat(log.root(n)).as("%d leaves, seed %d", n, SEED).isEqualTo(SlowMerkleTree.root(first));
            for (int i = 0; i < n; i++) {
                reads = 0;
                MerklePath path = log.path(0, i, n);
                assertThat(reads).as("reads for leaf %d of %d", i, n).isLessThanOrEqualTo(16);
                assertThat(path.siblings().stream().map(HexFormat.of()::formatHex))
                        .as("leaf %d of %d, seed %d", i, n, SEED)
                        .isEqualTo(SlowMerkleTree.path(i, first).stream()
                                .map(HexFormat.of()::formatHex)
                                .toList());
            }
        }
    }

    /** What is kept of n leaves: every full subtree once, and nothing else. */
    @Test
    void keepsEveryFullSubtreeOnce() {
        byte[] leaf = new byte[Sha256.LENGTH];
        for (int n = 1; n <= 100; n++) {
            log.append(n - 1, leaf, this::keep);
            int subtrees = 0;
            for (int level = 0; n >> level > 0; level++) {
                subtrees += n >> level;
                assertThat(kept).containsKey(level + "/" + ((n >> level) - 1));
            }
            assertThat(kept).hasSize(subtrees);
        }
    }

    /** Sizes that no test can fill: every hash of a level is the same, so that the root follows by hand. */
    @Test
    void theLargestLogHasRootAndPaths() {
        List<byte[]> ofLevel = new ArrayList<>(List.of(SlowMerkleTree.sha256(new byte[] {0})));
        for (int level = 1; level < 63; level++) {
            byte[] below = ofLevel.get(level - 1);
            ofLevel.add(SlowMerkleTree.sha256(new byte[] {1}, below, below));
        }
        MerkleLog uniform = new MerkleLog(sha256, (level, index) -> {
            assertThat(index).isBetween(0L, (Long.MAX_VALUE >>> level) - 1);
            return ofLevel.get(level);
        });
        byte[] root = ofLevel.get(0);
        for (int level = 1; level < 63; level++) {
            root = SlowMerkleTree.sha256(new byte[] {1}, ofLevel.get(level), root);
        }
        assertThat(uniform.root(Long.MAX_VALUE)).isEqualTo(root);
        assertThat(uniform.root(1L << 62)).isEqualTo(ofLevel.get(62));
        for (long leaf : new long[] {0, 1, 1L << 62, Long.MAX_VALUE / 3, Long.MAX_VALUE - 2, Long.MAX_VALUE - 1}) {
            MerklePath path = uniform.path(0, leaf, Long.MAX_VALUE);
            assertThat(path.leadsTo(ofLevel.get(0), root, sha256))
                    .as("leaf %d", leaf)
                    .isTrue();
        }
        assertThat(uniform.path(0, 0, Long.MAX_VALUE).siblings()).hasSize(MerklePath.MAX_SIBLINGS);
        MerklePath half = uniform.path(62, 1, Long.MAX_VALUE);
        assertThat(half.placeLeaves()).isEqualTo((1L << 62) - 1);
        assertThat(half.leadsTo(uniform.blockRoot(62, 1, Long.MAX_VALUE), root, sha256))
                .isTrue();
    }

    @Test
    void refusesSizesThatNoLogHas() {
        byte[] leaf = new byte[Sha256.LENGTH];
        assertThatThrownBy(() -> log.root(-1)).hasMessage("a tree has no -1 leaves");
        assertThatThrownBy(() -> log.append(-1, leaf, this::keep)).hasMessage("no leaf follows -1 leaves");
        assertThatThrownBy(() -> log.append(Long.MAX_VALUE, leaf, this::keep))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.append(0, new byte[33], this::keep)).hasMessage("a hash has 32 bytes, not 33");
        assertThat(kept).isEmpty();
    }
}
