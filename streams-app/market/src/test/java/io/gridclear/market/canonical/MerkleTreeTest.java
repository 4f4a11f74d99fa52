package io.gridclear.market.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.twin.SlowMerkleTree;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths of leaves and of blocks against the recursive definition, and what no path may pass. */
class MerkleTreeTest {

    private static final long SEED = 9162;
    private static final int MOST_LEAVES = 300;

    private final Sha256 sha256 = new Sha256();

    private static List<byte[]> leaves(int n) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            byte[] leaf = new byte[random.nextInt(40)];
            random.nextBytes(leaf);
            leaves.add(leaf);
        }
        return leaves;
    }

    private List<byte[]> hashes(List<byte[]> leaves) {
        return leaves.stream().map(leaf -> MerkleTree.leafHash(leaf, sha256)).toList();
    }

    private MerkleTree tree(List<byte[]> leaves) {
        MerkleTree tree = new MerkleTree(sha256);
        hashes(leaves).forEach(tree::add);
        return tree;
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }

    @Test
    void hashesOfLeafAndNodeAreThoseOfTheStandard() {
        byte[] leaf = {1, 2, 3};
        byte[] left = SlowMerkleTree.sha256(new byte[] {7});
        byte[] right = SlowMerkleTree.sha256(new byte[] {8});
        assertThat(MerkleTree.leafHash(leaf, sha256)).isEqualTo(SlowMerkleTree.sha256(new byte[] {0}, leaf));
        assertThat(MerkleTree.leafHash(new CanonicalWriter().raw(leaf), sha256))
                .isEqualTo(MerkleTree.leafHash(leaf, sha256));
        assertThat(MerkleTree.nodeHash(left, right, sha256))
                .isEqualTo(SlowMerkleTree.sha256(new byte[] {1}, left, right));
        assertThat(MerkleTree.emptyRoot(sha256)).isEqualTo(SlowMerkleTree.root(List.of()));
    }

    @Test
    void rootsAndPathsOfEverySizeAreThoseOfTheRecursiveDefinition() {
        MerkleTree grown = new MerkleTree(sha256);
        MerkleFrontier frontier = new MerkleFrontier(sha256);
        List<byte[]> all = leaves(MOST_LEAVES);
        for (int n = 0; n <= MOST_LEAVES; n++) {
            List<byte[]> leaves = all.subList(0, n);
            assertThat(grown.leaves()).isEqualTo(n);
            assertThat(grown.root())
                    .as("%d leaves, seed %d", n, SEED)
                    .isEqualTo(SlowMerkleTree.root(leaves))
                    .isEqualTo(frontier.root());
            assertThat(MerkleTree.root(hashes(leaves), sha256)).isEqualTo(grown.root());
            for (int i = 0; i < n; i++) {
                MerklePath path = grown.path(i);
                assertThat(hex(path.siblings()))
                        .as("leaf %d of %d, seed %d", i, n, SEED)
                        .isEqualTo(hex(SlowMerkleTree.path(i, leaves)));
                assertThat(path.leadsTo(MerkleTree.leafHash(leaves.get(i), sha256), grown.root(), sha256))
                        .as("leaf %d of %d, seed %d", i, n, SEED)
                        .isTrue();
            }
            if (n < MOST_LEAVES) {
                grown.add(MerkleTree.leafHash(all.get(n), sha256));
                frontier.add(new CanonicalWriter().raw(all.get(n)));
            }
        }
    }

    @Test
    void blocksOfEveryLevelAreListsOfTheRecursiveDefinition() {
        List<byte[]> all = leaves(MOST_LEAVES);
        for (int n = 1; n <= MOST_LEAVES; n += n < 40 ? 1 : 13) {
            List<byte[]> leaves = all.subList(0, n);
            MerkleTree tree = tree(leaves);
            for (int level = 0; level <= 10; level++) {
                MerkleTree blocksOnly = new MerkleTree(sha256, level);
                hashes(leaves).forEach(blocksOnly::add);
                assertThat(blocksOnly.root()).isEqualTo(tree.root());
                for (int block = 0; block < MerklePath.blocks(level, n); block++) {
                    MerklePath path = tree.blockPath(level, block);
                    int from = Math.toIntExact(path.firstLeaf());
                    int to = Math.toIntExact(from + path.placeLeaves());
                    byte[] root = SlowMerkleTree.root(leaves.subList(from, to));
                    assertThat(hex(path.siblings()))
                            .as("block %d of level %d of %d leaves, seed %d", block, level, n, SEED)
                            .isEqualTo(hex(SlowMerkleTree.path(from, to, leaves)));
                    assertThat(tree.blockRoot(level, block)).isEqualTo(root);
                    assertThat(MerkleTree.root(hashes(leaves.subList(from, to)), sha256))
                            .isEqualTo(root);
                    assertThat(path.leadsTo(root, tree.root(), sha256)).isTrue();
                    assertThat(blocksOnly.blockPath(level, block))
                            .isEqualTo(path)
                            .hasSameHashCodeAs(path);
                    assertThat(blocksOnly.blockRoot(level, block)).isEqualTo(root);
                }
            }
        }
    }

    /** A receipt: the line, the hashes of its block of 4,096 lines, the path of the block. */
    @Test
    void aLineIsProvedByTheHashesOfItsBlockAndThePathOfTheBlock() {
        List<byte[]> leaves = leaves(10_000);
        List<byte[]> hashes = hashes(leaves);
        MerkleTree tree = new MerkleTree(sha256, 12);
        hashes.forEach(tree::add);
        byte[] root = SlowMerkleTree.root(leaves);
        for (int block = 0; block < 3; block++) {
            MerklePath path = tree.blockPath(12, block);
            assertThat(path.placeLeaves()).isEqualTo(block < 2 ? 4_096 : 10_000 - 8_192);
            List<byte[]> ofBlock = hashes.subList(block << 12, (block << 12) + (int) path.placeLeaves());
            assertThat(path.leadsTo(MerkleTree.root(ofBlock, sha256), root, sha256))
                    .isTrue();
            List<byte[]> shortened = ofBlock.subList(0, ofBlock.size() - 1);
            assertThat(path.leadsTo(MerkleTree.root(shortened, sha256), root, sha256))
                    .isFalse();
        }
    }

    @Test
    void everyBitOfAPathALeafAndARootCounts() {
        for (int n : new int[] {1, 2, 3, 5, 7, 8, 21, 64, 100}) {
            List<byte[]> leaves = leaves(n);
            MerkleTree tree = tree(leaves);
            for (int i = 0; i < n; i += n < 10 ? 1 : 7) {
                MerklePath path = tree.path(i);
                byte[] leaf = MerkleTree.leafHash(leaves.get(i), sha256);
                for (int bit = 0; bit < Sha256.LENGTH * Byte.SIZE; bit++) {
                    String at = "bit " + bit + ", leaf " + i + " of " + n;
                    assertThat(path.leadsTo(flipped(leaf, bit), tree.root(), sha256))
                            .as(at)
                            .isFalse();
                    assertThat(path.leadsTo(leaf, flipped(tree.root(), bit), sha256))
                            .as(at)
                            .isFalse();
                    for (int s = 0; s < path.siblings().size(); s++) {
                        List<byte[]> siblings = new ArrayList<>(path.siblings());
                        siblings.set(s, flipped(siblings.get(s), bit));
                        assertThat(with(path, siblings).leadsTo(leaf, tree.root(), sha256))
                                .as("%s, sibling %d", at, s)
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void siblingsLeftOutAddedOrSwappedLeadNowhere() {
        for (int n = 1; n <= 40; n++) {
            List<byte[]> leaves = leaves(n);
            MerkleTree tree = tree(leaves);
            for (int i = 0; i < n; i++) {
                MerklePath path = tree.path(i);
                byte[] leaf = MerkleTree.leafHash(leaves.get(i), sha256);
                for (int s = 0; s <= path.siblings().size(); s++) {
                    List<byte[]> longer = new ArrayList<>(path.siblings());
                    longer.add(s, leaf);
                    assertThat(with(path, longer).leadsTo(leaf, tree.root(), sha256))
                            .isFalse();
                    if (s < path.siblings().size()) {
                        List<byte[]> shorter = new ArrayList<>(path.siblings());
                        shorter.remove(s);
                        assertThat(with(path, shorter).leadsTo(leaf, tree.root(), sha256))
                                .isFalse();
                    }
                    if (s + 1 < path.siblings().size()) {
                        List<byte[]> swapped = new ArrayList<>(path.siblings());
                        swapped.add(s, swapped.remove(s + 1));
                        assertThat(with(path, swapped).leadsTo(leaf, tree.root(), sha256))
                                .isFalse();
                    }
                }
            }
        }
    }

    /** The root of a subtree stands at no leaf: leaves and nodes are hashed apart. */
    @Test
    void aNodePassesForNoLeaf() {
        List<byte[]> leaves = leaves(4);
        MerkleTree tree = tree(leaves);
        byte[] left = tree.blockRoot(1, 0);
        byte[] right = tree.blockRoot(1, 1);
        MerklePath asLeaf = new MerklePath(0, 0, 2, List.of(right));
        assertThat(asLeaf.leadsTo(left, tree.root(), sha256))
                .as("a root alone does not say how many leaves it has")
                .isTrue();
        byte[] forged = new byte[2 * Sha256.LENGTH];
        System.arraycopy(MerkleTree.leafHash(leaves.get(0), sha256), 0, forged, 0, Sha256.LENGTH);
        System.arraycopy(MerkleTree.leafHash(leaves.get(1), sha256), 0, forged, Sha256.LENGTH, Sha256.LENGTH);
        assertThat(asLeaf.leadsTo(MerkleTree.leafHash(forged, sha256), tree.root(), sha256))
                .isFalse();
    }

    @Test
    void anotherPlaceIsRefused() {
        for (int n = 1; n <= 70; n++) {
            List<byte[]> leaves = leaves(n);
            MerkleTree tree = tree(leaves);
            for (int i = 0; i < n; i++) {
                MerklePath path = tree.path(i);
                byte[] leaf = MerkleTree.leafHash(leaves.get(i), sha256);
                for (int other = 0; other < n; other++) {
                    assertThat(new MerklePath(0, other, n, path.siblings()).leadsTo(leaf, tree.root(), sha256))
                            .as("leaf %d of %d at %d", i, n, other)
                            .isEqualTo(other == i);
                }
            }
        }
    }

    /** A root does not bind the size: another size passes where it puts every sibling on the same side, and only there. */
    @Test
    void anotherSizeIsRefusedUnlessItPutsEverySiblingOnTheSameSide() {
        int refused = 0;
        for (int n = 1; n <= 70; n++) {
            List<byte[]> leaves = leaves(n);
            MerkleTree tree = tree(leaves);
            for (int i = 0; i < n; i++) {
                MerklePath path = tree.path(i);
                byte[] leaf = MerkleTree.leafHash(leaves.get(i), sha256);
                for (int size = i + 1; size <= 80; size++) {
                    boolean sameSides = sides(i, size).equals(sides(i, n));
                    assertThat(new MerklePath(0, i, size, path.siblings()).leadsTo(leaf, tree.root(), sha256))
                            .as("leaf %d of %d in %d leaves", i, n, size)
                            .isEqualTo(sameSides);
                    refused += sameSides ? 0 : 1;
                }
            }
        }
        assertThat(refused).isGreaterThan(50_000);
    }

    /** L where the sibling is left of the way up, R where it is right of it, by the recursion of the standard. */
    private static String sides(int m, int n) {
        if (n == 1) {
            return "";
        }
        int k = Integer.highestOneBit(n - 1);
        return m < k ? sides(m, k) + "R" : sides(m - k, n - k) + "L";
    }

    /** The tree over block roots is the tree: its paths serve blocks as they are. */
    @Test
    void aPathAmongBlockRootsIsThePathOfTheBlock() {
        List<byte[]> leaves = leaves(200);
        MerkleTree tree = tree(leaves);
        MerkleTree upper = new MerkleTree(sha256);
        for (int block = 0; block < MerklePath.blocks(4, 200); block++) {
            upper.add(tree.blockRoot(4, block));
        }
        assertThat(upper.root()).isEqualTo(tree.root());
        for (int block = 0; block < upper.leaves(); block++) {
            assertThat(new MerklePath(4, block, 200, upper.path(block).siblings()))
                    .isEqualTo(tree.blockPath(4, block));
        }
    }

    @ParameterizedTest(name = "level {0}, index {1}, {2} leaves")
    @CsvSource({
        "0, 0, 0",
        "0, -1, 5",
        "0, 5, 5",
        "-1, 0, 5",
        "63, 0, 5",
        "1, 3, 5",
        "3, 1, 8",
        "0, 0, -1",
    })
    void noTreeHasSuchAPlace(int level, long index, long leaves) {
        assertThatThrownBy(() -> new MerklePath(level, index, leaves, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no ");
        MerkleLog log = new MerkleLog(sha256, (l, i) -> new byte[Sha256.LENGTH]);
        assertThatThrownBy(() -> log.path(level, index, leaves))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no ");
        assertThatThrownBy(() -> log.blockRoot(level, index, leaves))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no ");
    }

    @Test
    void refusesWhatIsNoHash() {
        byte[] hash = new byte[Sha256.LENGTH];
        byte[] cut = new byte[31];
        assertThatThrownBy(() -> new MerkleTree(sha256).add(cut)).hasMessage("a hash has 32 bytes, not 31");
        assertThatThrownBy(() -> new MerklePath(0, 0, 2, List.of(cut))).hasMessage("a hash has 32 bytes, not 31");
        MerklePath path = new MerklePath(0, 0, 2, List.of(hash));
        assertThatThrownBy(() -> path.leadsTo(cut, hash, sha256)).hasMessage("a hash has 32 bytes, not 31");
        assertThatThrownBy(() -> path.leadsTo(hash, cut, sha256)).hasMessage("a hash has 32 bytes, not 31");
        List<byte[]> long64 = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            long64.add(hash);
        }
        assertThatThrownBy(() -> new MerklePath(0, 0, Long.MAX_VALUE, long64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 siblings");
        assertThat(new MerklePath(0, 0, Long.MAX_VALUE, long64.subList(0, 63)).leadsTo(hash, hash, sha256))
                .isFalse();
    }

    @Test
    void aTreeOfBlocksHasNoPathsBelowThem() {
        MerkleTree tree = new MerkleTree(sha256, 3);
        hashes(leaves(20)).forEach(tree::add);
        assertThatThrownBy(() -> tree.path(0)).hasMessage("level 0 is below 3, the lowest with paths");
        assertThatThrownBy(() -> tree.blockRoot(2, 0)).hasMessage("level 2 is below 3, the lowest with paths");
        assertThat(tree.blockPath(3, 2).placeLeaves()).isEqualTo(4);
        assertThatThrownBy(() -> new MerkleTree(sha256, 63)).hasMessage("a tree has no level 63");
        assertThatThrownBy(() -> new MerkleTree(sha256, -1)).hasMessage("a tree has no level -1");
    }

    private static MerklePath with(MerklePath path, List<byte[]> siblings) {
        return new MerklePath(path.level(), path.index(), path.leaves(), siblings);
    }

    private static byte[] flipped(byte[] hash, int bit) {
        byte[] other = hash.clone();
        other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return other;
    }
}
