package io.gridclear.ops.committee;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.genesis.LedgerGenesis.CommitteeTerms;
import java.util.ArrayList;
import java.util.List;

/**
 * Who takes part in a ledger from its founding: the operator, and nodes of which the first are elected.
 *
 * @param chainId the chain
 * @param foundedMs time of the founding, epoch ms
 * @param operator key that the bridge signs with
 * @param members nodes, by number
 * @param seats agents of a committee
 * @param terms what was chosen of the ledger's terms
 */
public record CommitteePlan(
        String chainId, long foundedMs, ValidatorKey operator, List<Member> members, int seats, FoundingTerms terms) {

    /** Nodes on hosts of their own: two seconds or three of CometBFT's blocks. */
    public static final int DEADLINE_BLOCKS = CommitteeTerms.ofSeats(1).deadlineBlocks();

    /** All agents on one machine, which may stand still for seconds with all of them: five seconds of the fastest blocks. */
    public static final int DEADLINE_BLOCKS_ON_A_MACHINE = 50;

    /** Most validators on one machine: CometBFT takes 150 MB each, and votes grow with the square. */
    public static final int MOST_ON_A_MACHINE = 50;

    /** Until deliveries are reported all nodes are equal. */
    private static final long FIRST_SCORE_PPM = 1_000_000;

    public CommitteePlan {
        members = List.copyOf(members);
        if (seats < 1 || seats > members.size()) {
            throw new IllegalArgumentException(seats + " seats for " + members.size() + " nodes");
        }
    }

    /**
     * A node.
     *
     * @param name how people call it
     * @param nodeKey key that its agent signs with
     * @param validatorKey public key that its engine signs blocks with, 32 bytes
     * @param usagePoints usage points whose deliveries count for its score
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    public record Member(String name, ValidatorKey nodeKey, byte[] validatorKey, List<String> usagePoints) {

        public Member {
            usagePoints = List.copyOf(usagePoints);
        }
    }

    /** Name of a node by its number, from 0. */
    public static String nameOf(int number) {
        return "validator-" + (number + 1);
    }

    /** Members whose engines are validators from the first block on: as many as there are seats. */
    public List<Member> firstValidators() {
        return members.subList(0, seats);
    }

    /** What all replicas agree on. */
    public LedgerGenesis genesis() {
        List<Candidate> candidates = new ArrayList<>();
        for (Member member : members) {
            candidates.add(new Candidate(
                    member.name, member.nodeKey.publicKey(), member.validatorKey, member.usagePoints, FIRST_SCORE_PPM));
        }
        List<byte[]> operators = List.of(operator.publicKey());
        LedgerGenesis genesis = switch (terms.profile()) {
            case PAPER -> LedgerGenesis.paper(seats, operators, candidates);
            case HARDENED -> LedgerGenesis.hardened(seats, operators, candidates);
        };
        return genesis.with(terms.over(genesis.committee()));
    }
}
