package io.gridclear.bridge.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.ListArchive;
import io.gridclear.bridge.TestBook;
import io.gridclear.bridge.batch.BatchManifest;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.schemas.avro.ClearingBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Batches found again by their digests, in a topic of 3,000 that were written one part a second. */
class PastBatchesTest {

    private static final int BATCHES = 3_000;
    private static final TestBook BOOK = TestBook.of("a", 900_000_000L, 0, 1);

    private final List<ClearingBatch> parts = new ArrayList<>();
    private final List<BatchManifest> manifests = new ArrayList<>();
    private final ListArchive archive = new ListArchive(() -> parts);
    private final PastBatches past = new PastBatches(archive);

    PastBatchesTest() {
        List<ClearingBatch> chunk = new ArrayList<>();
        ChunkWriter writer = new ChunkWriter((number, entries, payload, hash) ->
                chunk.add(BatchRecords.chunk(ItemKey.initial("a", 0), number, entries, payload, hash)));
        BOOK.entries().forEach(writer::add);
        List<byte[]> hashes = writer.finish();
        byte[] payload = BatchRecords.bytes(chunk.get(0).getPayload());
        for (int i = 0; i < BATCHES; i++) {
            ItemKey item = ItemKey.initial("area-" + i, 900_000L);
            manifests.add(new BatchManifest(item, 3, hashes, BOOK.claim()));
            parts.add(BatchRecords.chunk(item, 0, 3, payload, hashes.get(0)));
            parts.add(BatchRecords.manifest(manifests.get(i)));
        }
    }

    private void requireFound(int batch, long hint, OptionalLong decidedAtMs, int mostReads) {
        BatchManifest manifest = manifests.get(batch);
        archive.reads = 0;
        PastBatches.Found found = past.find(0, manifest.item(), manifest.digest(), hint, decidedAtMs)
                .orElseThrow();
        assertThat(found.offset()).isEqualTo(2L * batch);
        assertThat(found.chunks()).containsExactly(2L * batch);
        assertThat(found.feeder()).isEqualTo(-1);
        assertThat(archive.reads).as("parts that were looked at").isLessThanOrEqualTo(mostReads);
    }

    @Test
    void aHintLeadsThereAtOnce() {
        requireFound(1_500, 3_000, OptionalLong.empty(), 2);
    }

    @Test
    void aHintThatIsFalseCostsAThousandParts() {
        requireFound(2_900, 1, OptionalLong.of(5_801_000), 1_002 + 602);
    }

    @Test
    void theTimeOfTheDecisionLeadsThere() {
        requireFound(2_000, PastBatches.NO_HINT, OptionalLong.of(4_010_000), 612);
    }

    /** A chain that was down for an hour decided long after the batch was published. */
    @Test
    void aBatchThatWaitedLongIsLookedForFurtherBack() {
        requireFound(100, PastBatches.NO_HINT, OptionalLong.of(3_900_000), 2 * BATCHES);
    }

    @Test
    void withoutATimeAllIsLookedAt() {
        requireFound(2_999, PastBatches.NO_HINT, OptionalLong.empty(), 2 * BATCHES);
    }

    /** The clocks of chain and brokers differ by a day: neither stretch holds it. */
    @Test
    void aTimeThatIsFalseLosesNothing() {
        requireFound(2_999, PastBatches.NO_HINT, OptionalLong.of(0), 2 * BATCHES + 602);
        requireFound(0, PastBatches.NO_HINT, OptionalLong.of(Long.MAX_VALUE / 2), 2 * BATCHES);
    }

    /** The batches of a hundred areas stand side by side: one search serves them all. */
    @Test
    void whatWasPassedIsRemembered() {
        requireFound(2_100, PastBatches.NO_HINT, OptionalLong.of(4_210_000), 612);
        requireFound(2_050, PastBatches.NO_HINT, OptionalLong.of(4_210_000), 2);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(past.find(0, manifests.get(0).item(), new byte[32], PastBatches.NO_HINT, OptionalLong.of(4_000_000)))
                .isEmpty();
        // the manifest stands there, its chunk does not
        parts.set(
                0,
                ClearingBatch.newBuilder(parts.get(0))
                        .setPayload(ByteBuffer.wrap(new byte[] {1}))
                        .build());
        assertThat(past.find(
                        0,
                        manifests.get(0).item(),
                        manifests.get(0).digest(),
                        PastBatches.NO_HINT,
                        OptionalLong.empty()))
                .isEmpty();
    }

    @Test
    void aPayloadIsBelievedByItsHash() {
        byte[] payload = BatchRecords.bytes(parts.get(10).getPayload());
        byte[] hash = new Sha256().hash(payload);
        assertThat(past.payload(0, 10, hash)).isEqualTo(payload);
        assertThat(past.payload(0, 10, new byte[32])).isNull();
        assertThat(past.payload(0, parts.size(), hash)).isNull();
    }
}
