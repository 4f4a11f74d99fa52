package io.gridclear.experiments.scale;

import com.sun.management.OperatingSystemMXBean;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.embedded.EmbeddedChain;
import io.gridclear.engine.embedded.EmbeddedChainConfiguration;
import io.gridclear.engine.embedded.EmbeddedChainListener;
import io.gridclear.engine.embedded.LedgerHome;
import io.gridclear.engine.embedded.SharedVerdicts;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.OutcomesPage;
import io.gridclear.ledger.query.PageRequest;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.ClearingClaim;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a period costs on the embedded ledger, from the operator's claims to the last FINAL outcome: every agent signs its
 * attestations, every replica executes every transaction. Processor time of all threads, all replicas together; in memory.
 */
final class LedgerCost {

    private static final String CHAIN = "scale";
    private static final long POWER = 10;
    private static final long PERIOD_MS = 900_000;
    private static final long VALID_FOR_BLOCKS = 90;
    private static final int OPERATOR = -1;

    /** As a real agent hands them in. */
    private static final int MOST_ATTESTATIONS = 400;

    /** Some for claims, some for attestations, one after them: more means that something hangs. */
    private static final int MOST_BLOCKS = 200;

    /** A sample repeats periods until it lasts so long: a process's processor time comes in steps of 10 ms. */
    private static final long LEAST_SAMPLE_NANOS = 400_000_000;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private long transactions;

    /** Periods of so many areas, decided by so many agents: ms a period, one value a run; one before gets warm. */
    double[] byAgentsAndAreas(int agents, int areas, int runs) throws ChainUnavailableException {
        ValidatorKey operator = key(OPERATOR);
        List<ValidatorKey> keys =
                IntStream.range(0, agents).mapToObj(LedgerCost::key).toList();
        SharedVerdicts verdicts = new SharedVerdicts(Ed25519Verifiers.best()::verify);
        double[] ms = new double[runs];
        try (EmbeddedChain chain = EmbeddedChain.inMemory(
                configuration(operator, keys),
                keys.stream().map(key -> LedgerHome.inMemory(key, verdicts)).toList(),
                InstantSource.system(),
                EmbeddedChainListener.NONE)) {
            make(chain);
            int period = 0;
            for (int run = -1; run < runs; run++) {
                long began = PROCESS.getProcessCpuTime();
                int first = period;
                long nanos;
                do {
                    period(chain, operator, keys, areas, period++);
                    nanos = PROCESS.getProcessCpuTime() - began;
                } while (nanos < LEAST_SAMPLE_NANOS);
                if (run >= 0) {
                    ms[run] = nanos / 1e6 / (period - first);
                }
            }
        }
        return ms;
    }

    private static EmbeddedChainConfiguration configuration(ValidatorKey operator, List<ValidatorKey> keys) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            byte[] key = keys.get(i).publicKey();
            candidates.add(new Candidate("node" + i, key, key, List.of("point-" + i), 900_000L - i));
        }
        return EmbeddedChainConfiguration.of(
                CHAIN,
                1,
                LedgerGenesis.paper(keys.size(), List.of(operator.publicKey()), candidates)
                        .toBytes(),
                keys.stream()
                        .map(key -> new ValidatorPower(key.publicKey(), POWER))
                        .toList());
    }

    private static ValidatorKey key(int number) {
        return ValidatorKey.fromSeed(
                ByteBuffer.allocate(ValidatorKey.KEY_BYTES).putInt(number).array());
    }

    private void period(
            EmbeddedChain chain, ValidatorKey operator, List<ValidatorKey> keys, int areas, int period)
            throws ChainUnavailableException {
        long decided = (long) period * areas;
        List<Attestation> attestations = new ArrayList<>();
        for (int from = 0; from < areas; from += TransactionCodec.MOST_CLAIMS) {
            List<ClearingClaim> claims = new ArrayList<>();
            for (int area = from; area < Math.min(areas, from + TransactionCodec.MOST_CLAIMS); area++) {
                ItemKey item = ItemKey.initial("area-" + area, period * PERIOD_MS);
                byte[] content =
                        new CanonicalWriter().int64(area).int64(period).hash(new Sha256());
                claims.add(new ClearingClaim(item, content, content, content, 1));
                attestations.add(new Attestation(item, content));
            }
            send(chain, operator, new SubmitClearings(claims));
        }
        make(chain);
        for (ValidatorKey agent : keys) {
            for (int from = 0; from < areas; from += MOST_ATTESTATIONS) {
                send(chain, agent, new Attest(attestations.subList(from, Math.min(areas, from + MOST_ATTESTATIONS))));
            }
        }
        long done = decided;
        for (int block = 0; done < decided + areas; block++) {
            if (block == MOST_BLOCKS) {
                throw new IllegalStateException((decided + areas - done) + " of " + areas + " areas with " + keys.size()
                        + " agents are not decided after " + MOST_BLOCKS + " blocks");
            }
            make(chain);
            done += finals(chain, done);
        }
    }

    private static int finals(EmbeddedChain chain, long from) throws ChainUnavailableException {
        QueryAnswer answer = chain.query(QueryPath.OUTCOMES, new PageRequest(from, PageRequest.MOST).toBytes());
        if (answer.code() != 0) {
            throw new IllegalStateException("no outcomes: " + answer.detail());
        }
        List<Outcome> outcomes = OutcomesPage.of(answer.value()).outcomes();
        for (Outcome outcome : outcomes) {
            if (outcome.status() != Outcome.Status.FINAL) {
                throw new IllegalStateException(outcome.item() + " is " + outcome.status());
            }
        }
        return outcomes.size();
    }

    private void send(EmbeddedChain chain, ValidatorKey sender, LedgerTransaction transaction)
            throws ChainUnavailableException {
        byte[] name = new CanonicalWriter().int64(0).int64(transactions++).toBytes();
        TransactionResult result = chain.submit(
                TransactionCodec.encode(CHAIN, transaction, sender, chain.height() + VALID_FOR_BLOCKS, name));
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
