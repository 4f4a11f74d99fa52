package io.gridclear.bridge.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.bridge.TestBook;
import io.gridclear.bridge.TestDelivery;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.schemas.avro.ClearingBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The batch of a later run: its manifest as a record, its digest, its chunks. */
class RunManifestTest {

    private static final long PERIOD = 900_000_000L;

    private final TestDelivery delivery = TestDelivery.of(TestBook.of("a", PERIOD, 8, 1));
    private final TestDelivery.Run metered = delivery.next(1);
    private final TestDelivery.Run correction = delivery.next(2);

    private RunManifest manifest() {
        return new RunManifest(
                correction.item(),
                hash(1),
                9,
                List.of(hash(2), hash(3)),
                delivery.claim(correction),
                delivery.claim(metered));
    }

    private static byte[] hash(int first) {
        byte[] hash = new byte[32];
        hash[0] = (byte) first;
        return hash;
    }

    @Test
    void aRecordGivesTheManifestBackAndItsHintIsNoPartOfIt() {
        RunManifest manifest = manifest();
        for (long hint : new long[] {-1, 0, 77}) {
            ClearingBatch record = BatchRecords.manifest(manifest, hint);
            RunManifest read = (RunManifest) BatchRecords.toAnyManifest(record);
            assertThat(read.digest()).isEqualTo(manifest.digest());
            assertThat(read.item()).isEqualTo(manifest.item());
            assertThat(read.claim().isSameAs(manifest.claim())).isTrue();
            assertThat(record.getInitialOffset()).isEqualTo(hint);
        }
    }

    @Test
    void everyFieldIsPartOfTheDigest() {
        RunManifest m = manifest();
        Set<String> digests = new LinkedHashSet<>();
        List<RunManifest> all = List.of(
                m,
                new RunManifest(metered.item(), hash(1), 9, m.chunkHashes(), m.claim(), m.before()),
                new RunManifest(m.item(), hash(9), 9, m.chunkHashes(), m.claim(), m.before()),
                new RunManifest(m.item(), hash(1), 8, m.chunkHashes(), m.claim(), m.before()),
                new RunManifest(m.item(), hash(1), 9, List.of(hash(3), hash(2)), m.claim(), m.before()),
                new RunManifest(m.item(), hash(1), 9, m.chunkHashes(), delivery.claim(metered), m.before()),
                new RunManifest(m.item(), hash(1), 9, m.chunkHashes(), m.claim(), m.claim()),
                new RunManifest(m.item(), hash(1), 9, m.chunkHashes(), m.claim(), null));
        all.forEach(one -> digests.add(HexFormat.of().formatHex(one.digest())));
        assertThat(digests).hasSameSizeAs(all);
    }

    @Test
    void whatIsNoManifestIsRefused() {
        ClearingBatch record = BatchRecords.manifest(manifest(), -1);
        assertThatThrownBy(() -> BatchRecords.toAnyManifest(
                        ClearingBatch.newBuilder(record).setChunk(3).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 hashes for 3 chunks");
        assertThatThrownBy(() -> BatchRecords.toAnyManifest(ClearingBatch.newBuilder(record)
                        .setInitialBatch(ByteBuffer.allocate(31))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunManifest(
                        ItemKey.initial("a", PERIOD), hash(1), 0, List.of(), delivery.claim(metered), null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunManifest(metered.item(), hash(1), -1, List.of(), delivery.claim(metered), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chunksGiveTheInputsBackAndNothingElseIsOne() {
        List<byte[]> payloads = new ArrayList<>();
        ChunkWriter writer = new ChunkWriter((number, entries, payload, hash) -> payloads.add(payload));
        correction.inputs().forEach(writer::add);
        assertThat(writer.finish()).hasSize(1);
        assertThat(writer.entries()).isEqualTo(correction.inputs().size());
        List<RunInput> read = new ArrayList<>();
        for (ChunkReader reader = new ChunkReader(payloads.get(0)); reader.hasNext(); ) {
            read.add(reader.nextInput());
        }
        assertThat(read).isEqualTo(correction.inputs());
        byte[] cut = java.util.Arrays.copyOf(payloads.get(0), payloads.get(0).length - 1);
        assertThatThrownBy(() -> {
                    for (ChunkReader reader = new ChunkReader(cut); reader.hasNext(); ) {
                        reader.nextInput();
                    }
                })
                .isInstanceOf(CanonicalReader.MalformedBytes.class);
    }
}
