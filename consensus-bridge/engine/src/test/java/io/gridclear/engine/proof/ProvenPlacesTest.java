package io.gridclear.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.canonical.MerklePath;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of places against each path by itself, whatever was proved before. */
class ProvenPlacesTest {

    private static final long SEED = 6962;

    /** The last page is full, or has one leaf, or the row above it is odd. */
    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 255, 256, 257, 258, 511, 512, 513, 769, 1_100};

    private final Sha256 sha256 = new Sha256();
    private final Random random = new Random(SEED);

    /** A tree whose leaves nobody else has. */
    private record Grove(MerkleTree tree, List<byte[]> leaves) {

        MerklePath path(int index) {
            return tree.path(index);
        }
    }

    private Grove grove(int size) {
        Grove grove = new Grove(new MerkleTree(sha256), new ArrayList<>());
        for (int i = 0; i < size; i++) {
            byte[] hash = new byte[Sha256.LENGTH];
            random.nextBytes(hash);
            grove.leaves.add(hash);
            grove.tree.add(hash);
        }
        return grove;
    }

    private static List<Integer> inAnyOrder(int size, Random random) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(all, random);
        return all;
    }

    private boolean sameAsByItself(ProvenPlaces places, MerklePath path, byte[] leaf, byte[] root, String what) {
        boolean remembered = places.leadsTo(path, leaf, root, sha256);
        assertThat(remembered).as("%s, seed %s", what, SEED).isEqualTo(path.leadsTo(leaf, root, sha256));
        return remembered;
    }

    @Test
    void honestPathsLeadInAnyOrderAndAgain() {
        for (int size : SIZES) {
            Grove grove = grove(size);
            ProvenPlaces places = new ProvenPlaces();
            for (int pass = 0; pass < 2; pass++) {
                for (int i : inAnyOrder(size, random)) {
                    assertThat(sameAsByItself(
                                    places, grove.path(i), grove.leaves.get(i), grove.tree.root(), i + " of " + size))
                            .isTrue();
                }
            }
        }
    }

    /** Before every honest path, and after it, one that is altered somewhere. */
    @Test
    void alteredPathsLeadNowhereWhateverIsKnown() {
        for (int size : SIZES) {
            Grove grove = grove(size);
            ProvenPlaces places = new ProvenPlaces();
            for (int i : inAnyOrder(size, random)) {
                alter(places, grove, i);
                assertThat(places.leadsTo(grove.path(i), grove.leaves.get(i), grove.tree.root(), sha256))
                        .isTrue();
                alter(places, grove, i);
            }
        }
    }

    private void alter(ProvenPlaces places, Grove grove, int index) {
        MerklePath honest = grove.path(index);
        byte[] leaf = grove.leaves.get(index);
        byte[] root = grove.tree.root();
        String what = "leaf " + index + " of " + honest.leaves();
        assertThat(sameAsByItself(places, honest, flipped(leaf), root, what + ", another line"))
                .isFalse();
        int sibling = honest.siblings().isEmpty()
                ? -1
                : random.nextInt(honest.siblings().size());
        List<byte[]> siblings = new ArrayList<>(honest.siblings());
        if (sibling >= 0) {
            siblings.set(sibling, flipped(siblings.get(sibling)));
            assertThat(sameAsByItself(places, with(honest, siblings), leaf, root, what + ", sibling " + sibling))
                    .isFalse();
            siblings.remove(sibling);
            assertThat(sameAsByItself(places, with(honest, siblings), leaf, root, what + ", without " + sibling))
                    .isFalse();
            siblings = new ArrayList<>(honest.siblings());
        }
        siblings.add(siblings.isEmpty() ? leaf : siblings.get(0));
        assertThat(sameAsByItself(places, with(honest, siblings), leaf, root, what + ", one more"))
                .isFalse();
        for (int bit = 0; 1L << bit < honest.leaves(); bit++) {
            long other = index ^ (1L << bit);
            if (other < honest.leaves()) {
                assertThat(sameAsByItself(
                                places,
                                new MerklePath(0, other, honest.leaves(), honest.siblings()),
                                leaf,
                                root,
                                what + " at " + other))
                        .isFalse();
            }
        }
        for (long leaves : new long[] {honest.leaves() - 1, honest.leaves() + 1, 2 * honest.leaves()}) {
            if (leaves > index) {
                // a root does not bind the number of its leaves: some of these do lead
                sameAsByItself(
                        places,
                        new MerklePath(0, index, leaves, honest.siblings()),
                        leaf,
                        root,
                        what + " as of " + leaves);
            }
        }
        assertThat(sameAsByItself(places, honest, leaf, flipped(root), what + ", another root"))
                .isFalse();
    }

    private byte[] flipped(byte[] hash) {
        byte[] other = hash.clone();
        other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
        return other;
    }

    private static MerklePath with(MerklePath path, List<byte[]> siblings) {
        return new MerklePath(path.level(), path.index(), path.leaves(), siblings);
    }

    /** Two trees of one size, known side by side: no place of one vouches for that of the other. */
    @ParameterizedTest
    @ValueSource(ints = {1, 6, 256, 300})
    void aPlaceUnderOneRootSaysNothingOfAnotherRoot(int size) {
        Grove one = grove(size);
        Grove other = grove(size);
        ProvenPlaces places = new ProvenPlaces();
        for (int i = 0; i < size; i++) {
            assertThat(places.leadsTo(one.path(i), one.leaves.get(i), one.tree.root(), sha256))
                    .isTrue();
            assertThat(places.leadsTo(one.path(i), one.leaves.get(i), other.tree.root(), sha256))
                    .as("%s of %s under the other root", i, size)
                    .isFalse();
            assertThat(places.leadsTo(other.path(i), other.leaves.get(i), one.tree.root(), sha256))
                    .as("%s of %s of the other tree", i, size)
                    .isFalse();
            assertThat(places.leadsTo(other.path(i), other.leaves.get(i), other.tree.root(), sha256))
                    .isTrue();
        }
    }

    /** A root does not bind the number of its leaves: 3 and 4 put leaf 0's siblings on the same sides, not those of leaf 2. */
    @Test
    void aPlaceAmongSoManyLeavesSaysNothingOfOneAmongMore() {
        Grove three = grove(3);
        ProvenPlaces places = new ProvenPlaces();
        byte[] root = three.tree.root();
        for (int i = 0; i < 3; i++) {
            assertThat(places.leadsTo(three.path(i), three.leaves.get(i), root, sha256))
                    .isTrue();
        }
        MerklePath first = new MerklePath(0, 0, 4, three.path(0).siblings());
        MerklePath last = new MerklePath(0, 2, 4, three.path(2).siblings());
        assertThat(sameAsByItself(places, first, three.leaves.get(0), root, "leaf 0 of 3 as of 4"))
                .isTrue();
        assertThat(sameAsByItself(places, last, three.leaves.get(2), root, "leaf 2 of 3 as of 4"))
                .isFalse();
    }

    @Test
    void moreSettlementsThanAreRememberedAreProvedAllTheSame() {
        List<Grove> groves =
                IntStream.range(0, 2_100).mapToObj(i -> grove(1 + i % 3)).toList();
        ProvenPlaces places = new ProvenPlaces();
        for (int pass = 0; pass < 2; pass++) {
            for (Grove grove : groves) {
                int last = grove.leaves.size() - 1;
                assertThat(places.leadsTo(grove.path(last), grove.leaves.get(last), grove.tree.root(), sha256))
                        .isTrue();
            }
        }
    }

    @Test
    void ofSeveralThreadsEachIsToldWhatItsPathSays() {
        int size = 1_500;
        Grove grove = grove(size);
        byte[] root = grove.tree.root();
        // a tree is for one thread
        List<MerklePath> paths = IntStream.range(0, size).mapToObj(grove::path).toList();
        ProvenPlaces places = new ProvenPlaces();
        List<Integer> led = inAnyOrder(size, random).parallelStream()
                .filter(i -> places.leadsTo(
                        paths.get(i), grove.leaves.get(i % 7 == 0 ? (i + 1) % size : i), root, new Sha256()))
                .sorted()
                .toList();
        assertThat(led)
                .as("seed %s", SEED)
                .isEqualTo(
                        IntStream.range(0, size).filter(i -> i % 7 != 0).boxed().toList());
    }

    @Test
    void aHashOfAnotherLengthIsRefused() {
        Grove grove = grove(5);
        ProvenPlaces places = new ProvenPlaces();
        byte[] root = grove.tree.root();
        assertThat(places.leadsTo(grove.path(2), grove.leaves.get(2), root, sha256))
                .isTrue();
        for (int length : new int[] {0, 31, 33}) {
            assertThatThrownBy(() -> places.leadsTo(grove.path(2), new byte[length], root, sha256))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
