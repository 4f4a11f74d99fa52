package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.embedded.EmbeddedChain;
import io.gridclear.engine.embedded.EmbeddedChainConfiguration;
import io.gridclear.engine.embedded.EmbeddedChainListener;
import io.gridclear.engine.embedded.LedgerHome;
import io.gridclear.engine.embedded.SharedVerdicts;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.engine.proof.ReceiptSource;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A chain in memory on which one settlement became FINAL among many, as its committee attested it.
 *
 * @param trusted its first block
 * @param receipt of the settlement
 */
record SettledChain(TrustedState trusted, ReceiptProof receipt) {

    private static final long VALID_FOR_BLOCKS = 90;

    /** Settlements before and after it in the log of outcomes: its path has nine steps. */
    private static final int OTHERS = 1_000;

    /** The attestations of a large committee take two, and the one after signs what they came to. */
    private static final int MOST_BLOCKS = 6;

    private static final byte[] HASH = new byte[Sha256.LENGTH];

    /** A chain of so many validators on which the lines under a root are settled. */
    static SettledChain of(int validators, MerkleTree lines, int count, SignatureVerifier signatures)
            throws ChainUnavailableException {
        Participants participants = Participants.of(validators);
        List<ValidatorKey> keys = participants.agents();
        SharedVerdicts verdicts = new SharedVerdicts(signatures);
        EmbeddedChainConfiguration configuration = EmbeddedChainConfiguration.of(
                Participants.CHAIN,
                1,
                participants.genesis(keys.stream().map(ValidatorKey::publicKey).toList()),
                keys.stream()
                        .map(key -> new ValidatorPower(key.publicKey(), 10))
                        .toList());
        try (EmbeddedChain chain = EmbeddedChain.inMemory(
                configuration,
                keys.stream().map(key -> LedgerHome.inMemory(key, verdicts)).toList(),
                InstantSource.system(),
                EmbeddedChainListener.NONE)) {
            make(chain);
            TrustedState trusted = TrustedState.of(chain.lightBlock(1).orElseThrow());
            ItemKey item = ItemKey.initial("north", 0);
            for (int i = 0; i < OTHERS; i++) {
                send(chain, participants.operator(), i, claim(LedgerSubject.item(i), HASH, 1));
            }
            send(chain, participants.operator(), OTHERS, claim(item, lines.root(), count));
            make(chain);
            attest(chain, participants, item);
            ReceiptSource source = new ReceiptSource(chain, signatures, trusted);
            for (int i = 0; i < MOST_BLOCKS; i++) {
                make(chain);
                Optional<ReceiptProof> receipt = source.receipt(item);
                if (receipt.isPresent()) {
                    return new SettledChain(trusted, receipt.get());
                }
            }
            throw new IllegalStateException("the settlement is not decided after " + MOST_BLOCKS + " blocks");
        }
    }

    private static SubmitClearings claim(ItemKey item, byte[] root, int lines) {
        return SubmitClearings.of(item, HASH, HASH, root, lines);
    }

    private static void attest(EmbeddedChain chain, Participants participants, ItemKey item)
            throws ChainUnavailableException {
        List<Attestation> some = Stream.concat(
                        IntStream.range(0, OTHERS / 2).mapToObj(LedgerSubject::item), Stream.of(item))
                .map(each -> new Attestation(each, HASH))
                .toList();
        long number = 0;
        for (ValidatorKey agent : participants.agents()) {
            send(chain, agent, number++, new Attest(some));
        }
    }

    private static void send(EmbeddedChain chain, ValidatorKey sender, long number, LedgerTransaction transaction)
            throws ChainUnavailableException {
        byte[] key = new CanonicalWriter().int64(number).int64(0).toBytes();
        TransactionResult result = chain.submit(TransactionCodec.encode(
                Participants.CHAIN, transaction, sender, chain.height() + VALID_FOR_BLOCKS, key));
        if (!result.isAccepted()) {
            throw new IllegalStateException("refused with " + result.code() + ": " + result.detail());
        }
    }

    private static void make(EmbeddedChain chain) {
        if (!chain.makeBlock()) {
            throw new IllegalStateException("no block: " + chain.condition());
        }
    }
}
