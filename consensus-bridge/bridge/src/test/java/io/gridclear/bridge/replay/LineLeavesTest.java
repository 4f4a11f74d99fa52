package io.gridclear.bridge.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.TestBook;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineLeavesTest {

    /** 0 lines, one block, and more than one with an incomplete last. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 2_700})
    void blocksAndPathsLeadToTheSettlementRoot(int orders) {
        TestBook book = TestBook.of("a", 900_000_000L, orders, 7);
        LineLeaves leaves = book.leaves();
        Sha256 sha256 = new Sha256();

        assertThat(leaves.lines()).isEqualTo(book.claim().settlementLines());
        assertThat(leaves.root()).isEqualTo(book.claim().settlementRoot());
        assertThat(leaves.blockCount()).isEqualTo((int) ((leaves.lines() + 4_095) / 4_096));
        long counted = 0;
        for (int block = 0; block < leaves.blockCount(); block++) {
            List<byte[]> hashes = BatchRecords.split(leaves.block(block));
            counted += hashes.size();
            assertThat(leaves.path(block).leadsTo(MerkleTree.root(hashes, sha256), leaves.root(), sha256))
                    .isTrue();
        }
        assertThat(counted).isEqualTo(leaves.lines());
    }
}
