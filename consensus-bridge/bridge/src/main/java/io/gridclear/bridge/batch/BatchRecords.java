package io.gridclear.bridge.batch;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.DeliveryOutcome;
import io.gridclear.market.delivery.RunFigures;
import io.gridclear.schemas.avro.BatchClaim;
import io.gridclear.schemas.avro.BatchPartKind;
import io.gridclear.schemas.avro.BatchRunClaim;
import io.gridclear.schemas.avro.ClearingBatch;
import io.gridclear.schemas.avro.SettlementRun;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Parts of batches as records of {@code ledger.batches.v1}. */
public final class BatchRecords {

    private BatchRecords() {}

    /** The record of a chunk. */
    public static ClearingBatch chunk(ItemKey item, int number, long entries, byte[] payload, byte[] hash) {
        return part(item, BatchPartKind.CHUNK, number, entries, hash)
                .setPayload(ByteBuffer.wrap(payload))
                .build();
    }

    /**
     * The record of a feeder.
     *
     * @param payload its canonical bytes
     * @param hash SHA-256 of them, 32 bytes
     */
    public static ClearingBatch feeder(ItemKey item, byte[] payload, byte[] hash) {
        return part(item, BatchPartKind.FEEDER, 0, 0, hash)
                .setPayload(ByteBuffer.wrap(payload))
                .build();
    }

    /** The record of a manifest. */
    public static ClearingBatch manifest(BatchManifest manifest) {
        return part(
                        manifest.item(),
                        BatchPartKind.MANIFEST,
                        manifest.chunkHashes().size(),
                        manifest.entries(),
                        manifest.digest())
                .setChunkHashes(ByteBuffer.wrap(joined(manifest.chunkHashes())))
                .setFeeder(ByteBuffer.wrap(manifest.feeder()))
                .setClaim(toRecord(manifest.claim()))
                .build();
    }

    /**
     * The record of the manifest of a METERED or CORRECTION run.
     *
     * @param initialOffset where the INITIAL run's batch begins in its partition, -1 if that is not known
     */
    public static ClearingBatch manifest(RunManifest manifest, long initialOffset) {
        RunClaim before = manifest.before();
        return part(
                        manifest.item(),
                        BatchPartKind.MANIFEST,
                        manifest.chunkHashes().size(),
                        manifest.entries(),
                        manifest.digest())
                .setChunkHashes(ByteBuffer.wrap(joined(manifest.chunkHashes())))
                .setInitialBatch(ByteBuffer.wrap(manifest.initialBatch()))
                .setInitialOffset(initialOffset)
                .setRunClaim(toRecord(manifest.claim()))
                .setRunBefore(before == null ? null : toRecord(before))
                .build();
    }

    private static ClearingBatch.Builder part(ItemKey item, BatchPartKind kind, int chunk, long entries, byte[] hash) {
        return ClearingBatch.newBuilder()
                .setAreaMrid(item.area())
                .setPeriodStart(Instant.ofEpochMilli(item.periodStart()))
                .setRun(run(item.run()))
                .setRevision(item.revision())
                .setKind(kind)
                .setChunk(chunk)
                .setEntries(entries)
                .setSha256(ByteBuffer.wrap(hash));
    }

    /**
     * The manifest of a record. The digest that the record states is not believed: take {@link BatchManifest#digest()}.
     *
     * @throws IllegalArgumentException if the record is not that of a manifest
     */
    public static BatchManifest toManifest(ClearingBatch part) {
        BatchClaim claim = part.getClaim();
        if (part.getKind() != BatchPartKind.MANIFEST || claim == null) {
            throw new IllegalArgumentException(
                    "no manifest: kind " + part.getKind() + (claim == null ? ", no claim" : ""));
        }
        List<byte[]> hashes = split(bytes(part.getChunkHashes()));
        if (hashes.size() != part.getChunk()) {
            throw new IllegalArgumentException(hashes.size() + " hashes for " + part.getChunk() + " chunks");
        }
        return new BatchManifest(toItem(part), part.getEntries(), hashes, bytes(part.getFeeder()), toClaim(claim));
    }

    /**
     * The manifest of a record, of whatever run.
     *
     * @throws IllegalArgumentException if the record is not that of a manifest
     */
    public static Manifest toAnyManifest(ClearingBatch part) {
        BatchRunClaim claim = part.getRunClaim();
        if (part.getKind() != BatchPartKind.MANIFEST || claim == null) {
            return toManifest(part);
        }
        List<byte[]> hashes = split(bytes(part.getChunkHashes()));
        if (hashes.size() != part.getChunk()) {
            throw new IllegalArgumentException(hashes.size() + " hashes for " + part.getChunk() + " chunks");
        }
        BatchRunClaim before = part.getRunBefore();
        return new RunManifest(
                toItem(part),
                bytes(part.getInitialBatch()),
                part.getEntries(),
                hashes,
                toClaim(claim),
                before == null ? null : toClaim(before));
    }

    /**
     * The item that a part says it is of.
     *
     * @throws IllegalArgumentException if there can be no such item
     */
    public static ItemKey toItem(ClearingBatch part) {
        return toItem(part.getAreaMrid(), part.getPeriodStart().toEpochMilli(), part.getRun(), part.getRevision());
    }

    /**
     * The item of a run.
     *
     * @throws IllegalArgumentException if there can be no such item
     */
    public static ItemKey toItem(String area, long periodStart, SettlementRun named, int revision) {
        int run = switch (named) {
            case INITIAL -> ItemKey.INITIAL;
            case METERED -> ItemKey.METERED;
            case CORRECTION -> ItemKey.CORRECTION;
            case UNSPECIFIED -> throw new IllegalArgumentException("the run is not one that this version knows");
        };
        return new ItemKey(area, periodStart, run, revision);
    }

    /** The record's symbol for an item's run. */
    public static SettlementRun run(int run) {
        return switch (run) {
            case ItemKey.INITIAL -> SettlementRun.INITIAL;
            case ItemKey.METERED -> SettlementRun.METERED;
            case ItemKey.CORRECTION -> SettlementRun.CORRECTION;
            default -> throw new IllegalArgumentException("no run has the number " + run);
        };
    }

    private static BatchClaim toRecord(Claim claim) {
        return new BatchClaim(
                ByteBuffer.wrap(claim.outcomeHash()),
                claim.ruleVersion(),
                ByteBuffer.wrap(claim.inputHash()),
                ByteBuffer.wrap(claim.tradesRoot()),
                ByteBuffer.wrap(claim.settlementRoot()),
                claim.settlementLines(),
                claim.sellOrders(),
                claim.buyOrders(),
                claim.stage1Trades(),
                claim.stage2Trades(),
                claim.stage1Wh(),
                claim.stage2Wh(),
                claim.gridSoldWh(),
                claim.gridBoughtWh(),
                claim.referencePrice(),
                claim.debitNano(),
                claim.curtailedTrades(),
                claim.curtailedWh(),
                ByteBuffer.wrap(claim.routesRoot()));
    }

    private static Claim toClaim(BatchClaim claim) {
        return new Claim(
                bytes(claim.getOutcomeHash()),
                claim.getRuleVersion(),
                bytes(claim.getInputHash()),
                bytes(claim.getTradesRoot()),
                bytes(claim.getSettlementRoot()),
                claim.getSettlementLines(),
                claim.getSellOrders(),
                claim.getBuyOrders(),
                claim.getStage1Trades(),
                claim.getStage2Trades(),
                claim.getStage1Wh(),
                claim.getStage2Wh(),
                claim.getGridSoldWh(),
                claim.getGridBoughtWh(),
                claim.getReferencePrice(),
                claim.getDebitNano(),
                claim.getCurtailedTrades(),
                claim.getCurtailedWh(),
                bytes(claim.getRoutesRoot()));
    }

    private static BatchRunClaim toRecord(RunClaim claim) {
        DeliveryOutcome outcome = claim.outcome();
        return new BatchRunClaim(
                ByteBuffer.wrap(claim.outcomeHash()),
                claim.ruleVersion(),
                ByteBuffer.wrap(claim.bookHash()),
                ByteBuffer.wrap(claim.initialRoot()),
                outcome.inputs(),
                hash(outcome.inputHash()),
                hash(outcome.stateBefore()),
                hash(outcome.stateAfter()),
                Arrays.stream(outcome.figures().values()).boxed().toList(),
                outcome.lines(),
                hash(outcome.settlementRoot()));
    }

    private static RunClaim toClaim(BatchRunClaim claim) {
        return new RunClaim(
                bytes(claim.getOutcomeHash()),
                claim.getRuleVersion(),
                bytes(claim.getBookHash()),
                bytes(claim.getInitialRoot()),
                new DeliveryOutcome(
                        claim.getInputs(),
                        hex(claim.getInputHash()),
                        hex(claim.getStateBefore()),
                        hex(claim.getStateAfter()),
                        new RunFigures(claim.getFigures().stream()
                                .mapToLong(Long::longValue)
                                .toArray()),
                        claim.getSettlementLines(),
                        hex(claim.getSettlementRoot())));
    }

    private static ByteBuffer hash(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static String hex(ByteBuffer hash) {
        return HexFormat.of().formatHex(bytes(hash));
    }

    /** Hashes of 32 bytes, one after the other. */
    public static byte[] joined(List<byte[]> hashes) {
        byte[] all = new byte[hashes.size() * Sha256.LENGTH];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i), 0, all, i * Sha256.LENGTH, Sha256.LENGTH);
        }
        return all;
    }

    /**
     * Takes joined hashes apart.
     *
     * @throws IllegalArgumentException if the bytes are not a whole number of hashes
     */
    public static List<byte[]> split(byte[] joined) {
        if (joined.length % Sha256.LENGTH != 0) {
            throw new IllegalArgumentException(joined.length + " bytes are no whole number of hashes");
        }
        List<byte[]> hashes = new ArrayList<>(joined.length / Sha256.LENGTH);
        for (int at = 0; at < joined.length; at += Sha256.LENGTH) {
            hashes.add(Arrays.copyOfRange(joined, at, at + Sha256.LENGTH));
        }
        return hashes;
    }

    /** The bytes between position and limit, which stay where they are. */
    public static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
