package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who takes part: an operator, and as many agents as there are validators.
 *
 * @param operator signs clearings
 * @param agents sign attestations
 */
record Participants(ValidatorKey operator, List<ValidatorKey> agents) {

    /** Name of every chain that is measured. */
    static final String CHAIN = "benchmark";

    private static final int OPERATOR = -1;

    Participants {
        agents = List.copyOf(agents);
    }

    static Participants of(int agents) {
        return new Participants(
                key(OPERATOR),
                IntStream.range(0, agents).mapToObj(Participants::key).toList());
    }

    private static ValidatorKey key(int number) {
        return ValidatorKey.fromSeed(
                ByteBuffer.allocate(ValidatorKey.KEY_BYTES).putInt(number).array());
    }

    /** The paper's profile with its defaults; every agent is in office. */
    byte[] genesis(List<byte[]> validatorKeys) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < agents.size(); i++) {
            candidates.add(new Candidate(
                    "node" + i, agents.get(i).publicKey(), validatorKeys.get(i), List.of("point-" + i), 900_000L - i));
        }
        return LedgerGenesis.paper(agents.size(), List.of(operator.publicKey()), candidates)
                .toBytes();
    }
}
