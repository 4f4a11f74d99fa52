package io.gridclear.bridge.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridclear.bridge.TestBook;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.schemas.avro.BatchPartKind;
import io.gridclear.schemas.avro.ClearingBatch;
import io.gridclear.schemas.avro.SettlementRun;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final ItemKey ITEM = ItemKey.initial("a", 900_000_000L);

    private static List<byte[]> payloads(List<BookEntry> entries) {
        List<byte[]> payloads = new ArrayList<>();
        ChunkWriter writer = new ChunkWriter((number, count, payload, hash) -> {
            assertThat(number).isEqualTo(payloads.size());
            assertThat(new Sha256().hash(payload)).isEqualTo(hash);
            payloads.add(payload);
        });
        entries.forEach(writer::add);
        assertThat(writer.finish()).hasSameSizeAs(payloads);
        assertThat(writer.entries()).isEqualTo(entries.size());
        return payloads;
    }

    @Test
    void aLogIsCutIntoChunksAndComesOutAsItWentIn() {
        TestBook book = TestBook.of("a", 900_000_000L, 6_000, 1);
        List<byte[]> payloads = payloads(book.entries());
        assertThat(payloads.size()).isGreaterThan(1);
        List<BookEntry> read = new ArrayList<>();
        for (byte[] payload : payloads) {
            assertThat(payload.length).isLessThanOrEqualTo(ChunkWriter.MOST_BYTES);
            for (ChunkReader reader = new ChunkReader(payload); reader.hasNext(); ) {
                read.add(reader.next());
            }
        }
        assertThat(read).isEqualTo(book.entries());
        // full but for the last: the next entry would not have fitted
        payloads.subList(0, payloads.size() - 1)
                .forEach(payload -> assertThat(payload.length).isGreaterThan(ChunkWriter.MOST_BYTES - 1_024));
    }

    @Test
    void theSameLogGivesTheSameBatch() {
        TestBook one = TestBook.of("a", 900_000_000L, 50, 1);
        TestBook other = TestBook.of("a", 900_000_000L, 50, 1);
        assertThat(digest(one, one.claim())).isEqualTo(digest(other, other.claim()));
        assertThat(digest(one, one.claim()))
                .isNotEqualTo(digest(one, TestBook.of("a", 900_000_000L, 50, 2).claim()));
    }

    private static byte[] digest(TestBook book, Claim claim) {
        Sha256 sha256 = new Sha256();
        List<byte[]> hashes =
                payloads(book.entries()).stream().map(sha256::hash).toList();
        return new BatchManifest(ITEM, book.entries().size(), hashes, claim).digest();
    }

    @Test
    void everyByteOfAPayloadIsReadOrRefused() {
        byte[] payload =
                payloads(TestBook.of("a", 900_000_000L, 1, 1).entries()).get(0);
        for (int cut = 1; cut < payload.length; cut++) {
            byte[] part = Arrays.copyOf(payload, cut);
            ChunkReader reader = new ChunkReader(part);
            try {
                int whole = 0;
                while (reader.hasNext()) {
                    reader.next();
                    whole++;
                }
                assertThat(whole).as("cut at %d", cut).isLessThan(4);
            } catch (CanonicalReader.MalformedBytes e) {
                assertThat(e).hasMessageContaining("byte");
            }
        }
    }

    @Test
    void aManifestGoesThroughItsRecord() {
        Claim claim = TestBook.of("a", 900_000_000L, 6, 1).claim();
        BatchManifest manifest =
                new BatchManifest(ITEM, 9, List.of(new byte[32], new Sha256().hash(new byte[1])), claim);
        ClearingBatch record = BatchRecords.manifest(manifest);
        assertThat(BatchRecords.toManifest(record).digest()).isEqualTo(manifest.digest());
        assertThat(BatchRecords.bytes(record.getSha256())).isEqualTo(manifest.digest());
    }

    @Test
    void whatIsNoManifestIsRefused() {
        Claim claim = TestBook.of("a", 900_000_000L, 6, 1).claim();
        ClearingBatch good = BatchRecords.manifest(new BatchManifest(ITEM, 9, List.of(new byte[32]), claim));
        List<ClearingBatch> bad = List.of(
                ClearingBatch.newBuilder(good).setKind(BatchPartKind.CHUNK).build(),
                ClearingBatch.newBuilder(good).setClaim(null).build(),
                ClearingBatch.newBuilder(good).setChunk(2).build(),
                ClearingBatch.newBuilder(good).setEntries(0).build(),
                ClearingBatch.newBuilder(good).setRun(SettlementRun.UNSPECIFIED).build(),
                ClearingBatch.newBuilder(good).setRevision(1).build(),
                ClearingBatch.newBuilder(good)
                        .setChunkHashes(ByteBuffer.wrap(new byte[33]))
                        .build(),
                ClearingBatch.newBuilder(good)
                        .setChunk(0)
                        .setChunkHashes(ByteBuffer.allocate(0))
                        .build());
        assertThat(bad)
                .allSatisfy(record ->
                        assertThatIllegalArgumentException().isThrownBy(() -> BatchRecords.toManifest(record)));
    }
}
