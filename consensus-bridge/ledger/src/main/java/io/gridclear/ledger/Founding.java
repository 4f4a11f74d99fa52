package io.gridclear.ledger;

import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.committee.Committee;
import io.gridclear.ledger.committee.Committee.Seat;
import io.gridclear.ledger.committee.Election;
import io.gridclear.ledger.committee.Office;
import io.gridclear.ledger.committee.ValidatorSchedule;
import io.gridclear.ledger.genesis.Foundation;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.item.Outcomes;
import io.gridclear.ledger.node.Node;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.node.Standing;
import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.LedgerStore;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.market.canonical.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A founded chain before its first block is committed: in memory, so that it can be founded again.
 *
 * @param changes the first state
 * @param state the same, as it would be committed
 * @param validators validators of the first committee
 */
record Founding(List<LedgerStore.Change> changes, CommittedState state, List<ValidatorPower> validators) {

    /** Cycle of the first committee. */
    private static final long FIRST_CYCLE = 1;

    /**
     * Registers the candidates and elects the first committee.
     *
     * @throws IllegalArgumentException if the engine has a validator that is no candidate's
     */
    static Founding of(
            Foundation foundation, List<ValidatorPower> engineValidators, LedgerStore store, CommittedState empty) {
        LedgerGenesis genesis = foundation.genesis();
        engineValidators.forEach(validator -> requireCandidate(genesis, validator));
        Sha256 sha256 = new Sha256();
        Overlay overlay = new Overlay(store);
        overlay.put(Keyspace.GENESIS.key(), foundation.toBytes());
        Nodes nodes = new Nodes(overlay, sha256);
        for (Candidate candidate : genesis.candidates()) {
            nodes.register(
                    new Node(
                            nodes.addressOf(candidate.nodeKey()),
                            candidate.name(),
                            candidate.nodeKey(),
                            candidate.validatorKey(),
                            candidate.usagePoints()),
                    Standing.ofGenesis(candidate.scorePpm()));
        }
        List<Seat> elected = new Election(genesis, nodes).elect(FIRST_CYCLE - 1);
        Committee committee = new Committee(FIRST_CYCLE, elected, 0);
        Office.found(overlay, committee);
        List<ValidatorPower> validators = new ValidatorSchedule(genesis, overlay, nodes).found(committee);
        nodes.flush();
        CommittedState state = empty.after(foundation, 0, overlay, new Outcomes(overlay, 0, sha256), sha256);
        return new Founding(overlay.changes(), state, validators);
    }

    private static void requireCandidate(LedgerGenesis genesis, ValidatorPower validator) {
        boolean known = genesis.candidates().stream()
                .anyMatch(candidate -> Arrays.equals(candidate.validatorKey(), validator.publicKey()));
        if (!known) {
            throw new IllegalArgumentException("the engine's genesis names a validator that is no candidate's: "
                    + HexFormat.of().formatHex(validator.publicKey()));
        }
    }
}
