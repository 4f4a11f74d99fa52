package io.gridclear.engine.embedded;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Commit;
import io.gridclear.engine.chain.LightBlock.CommitSignature;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.engine.light.CommitFlags;
import io.gridclear.engine.light.EngineHashes;
import io.gridclear.engine.light.LightBlockCodec;
import io.gridclear.engine.light.SignBytes;
import io.gridclear.engine.light.ValidatorSet;
import io.gridclear.market.canonical.CanonicalWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a block and has the validators that run sign it, as CometBFT's would. */
final class BlockMaker {

    /** Block protocol of CometBFT v0.39. */
    private static final long BLOCK_VERSION = 11;

    /** What the application's Info reports to the engine. */
    private static final long APPLICATION_VERSION = 1;

    private static final long NO_GAS_LIMIT = -1;
    private static final byte[] NONE = {};

    /** Replicas that may sign a block, and the power that they have together. */
    record Quorum(Map<ByteBuffer, Replica> signers, long power, boolean isEnough, List<String> missing) {}

    private final String chainId;
    private final byte[] consensusHash;

    BlockMaker(EmbeddedChainConfiguration configuration) {
        this.chainId = configuration.chainId();
        this.consensusHash = EngineHashes.consensusParameters(configuration.maxBlockBytes(), NO_GAS_LIMIT);
    }

    /** Who of a validator set runs. */
    static Quorum quorum(ValidatorSet set, List<Replica> running) {
        Map<ByteBuffer, Replica> keys = new LinkedHashMap<>();
        running.forEach(replica -> keys.put(ByteBuffer.wrap(replica.key().publicKey()), replica));
        Map<ByteBuffer, Replica> signers = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        long power = 0;
        for (Validator validator : set.validators()) {
            ByteBuffer key = ByteBuffer.wrap(validator.publicKey());
            Replica replica = keys.get(key);
            if (replica == null) {
                missing.add(HexFormat.of().withUpperCase().formatHex(validator.address()));
            } else {
                signers.put(key, replica);
                power += validator.power();
            }
        }
        return new Quorum(signers, power, set.isMoreThanTwoThirds(power), missing);
    }

    /**
     * Makes and signs the block after a head.
     *
     * @throws Replica.ReplicaFailure if a signer knows another state than the header states
     */
    LightBlock make(Head head, Quorum quorum, List<byte[]> transactions, long timeMs) {
        long height = head.height() + 1;
        List<Validator> validators = head.validators().validators();
        int size = validators.size();
        int round = 0;
        // the validators propose in turn; one that does not run costs its round
        while (!quorum.signers.containsKey(key(validators.get((int) ((height + round) % size))))) {
            round++;
        }
        Header header = new Header(
                BLOCK_VERSION,
                APPLICATION_VERSION,
                chainId,
                height,
                Math.floorDiv(timeMs, 1000L),
                (int) Math.floorMod(timeMs, 1000L) * 1_000_000,
                head.blockId(),
                EngineHashes.commit(head.commit()),
                EngineHashes.transactions(transactions),
                head.validators().hash(),
                head.nextValidators().hash(),
                consensusHash,
                head.applicationHash(),
                head.resultsHash(),
                EngineHashes.empty(),
                validators.get((int) ((height + round) % size)).address());
        BlockId id = new BlockId(EngineHashes.header(header), 1, partsHash(header, transactions));
        return new LightBlock(header, commit(head, quorum, header, id, round), validators);
    }

    private Commit commit(Head head, Quorum quorum, Header header, BlockId id, int round) {
        List<CommitSignature> signatures = new ArrayList<>();
        Commit unsigned = new Commit(header.height(), round, id, List.of());
        CommitSignature vote =
                new CommitSignature(CommitFlags.FOR_BLOCK, NONE, header.timeSeconds(), header.timeNanos(), NONE);
        byte[] signBytes = SignBytes.of(chainId, unsigned, vote);
        for (Validator validator : head.validators().validators()) {
            Replica replica = quorum.signers.get(key(validator));
            signatures.add(
                    replica == null
                            ? new CommitSignature(CommitFlags.ABSENT, NONE, EngineHashes.ZERO_TIME_SECONDS, 0, NONE)
                            : new CommitSignature(
                                    CommitFlags.FOR_BLOCK,
                                    validator.address(),
                                    header.timeSeconds(),
                                    header.timeNanos(),
                                    replica.sign(head.applicationHash(), signBytes)));
        }
        return new Commit(header.height(), round, id, signatures);
    }

    /** A block is one part here: nobody sends it anywhere. */
    private static byte[] partsHash(Header header, List<byte[]> transactions) {
        CanonicalWriter part = new CanonicalWriter().start("gridclear.block-part.v1");
        LightBlockCodec.writeHeader(part, header).int32(transactions.size());
        transactions.forEach(part::bytes);
        return EngineHashes.part(part.toBytes());
    }

    private static ByteBuffer key(Validator validator) {
        return ByteBuffer.wrap(validator.publicKey());
    }
}
