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

class MerkleFrontierTest {

    private static final long SEED = 6962;

    /** Leaves that the Certificate Transparency project publishes with the roots of their trees, hexadecimal. */
    private static final List<String> PUBLISHED_LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private final Sha256 sha256 = new Sha256();

    private static CanonicalWriter leaf(byte[] bytes) {
        return new CanonicalWriter().raw(bytes);
    }

    @ParameterizedTest(name = "{0} leaves: {1}")
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    })
    void publishedRoots(int leaves, String root) {
        MerkleFrontier frontier = new MerkleFrontier(sha256);
        for (String leaf : PUBLISHED_LEAVES.subList(0, leaves)) {
            frontier.add(leaf(HexFormat.of().parseHex(leaf)));
        }
        assertThat(HexFormat.of().formatHex(frontier.root())).isEqualTo(root);
    }

    @Test
    void everySizeHasTheRootOfTheRecursiveDefinition() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> leaves = new ArrayList<>();
        MerkleFrontier grown = new MerkleFrontier(sha256);
        MerkleFrontier restored = new MerkleFrontier(sha256);
        for (int n = 0; n <= 300; n++) {
            byte[] expected = SlowMerkleTree.root(leaves);
            assertThat(grown.root()).as("%d leaves, seed %d", n, SEED).isEqualTo(expected);
            assertThat(restored.root()).as("restored at %d, seed %d", n, SEED).isEqualTo(expected);
            assertThat(grown.leaves()).isEqualTo(n);
            assertThat(grown.subtrees()).hasSize(Integer.bitCount(n));
            byte[] leaf = new byte[random.nextInt(200)];
            random.nextBytes(leaf);
            leaves.add(leaf);
            grown.add(leaf(leaf));
            restored = new MerkleFrontier(sha256, restored.leaves(), restored.subtrees());
            restored.add(leaf(leaf));
        }
    }

    @Test
    void askingForTheRootChangesNothing() {
        MerkleFrontier frontier = new MerkleFrontier(sha256);
        frontier.add(leaf(new byte[] {1}));
        byte[] root = frontier.root();
        root[0] ^= 1;
        frontier.add(leaf(new byte[] {2}));
        assertThat(frontier.root()).isEqualTo(SlowMerkleTree.root(List.of(new byte[] {1}, new byte[] {2})));
    }

    @Test
    void refusesAStateThatBelongsToNoTree() {
        byte[] hash = new byte[Sha256.LENGTH];
        assertThatThrownBy(() -> new MerkleFrontier(sha256, 3, List.of(hash)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 leaves do not have 1 full subtrees");
        assertThatThrownBy(() -> new MerkleFrontier(sha256, Long.MIN_VALUE, List.of(hash)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MerkleFrontier(sha256, 1, List.of(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31 bytes");
    }
}
