package io.gridclear.ops.committee;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.LedgerStatus;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.query.NodesView;
import io.gridclear.ledger.query.QueryPath;
import java.util.List;
import java.util.function.Function;

/**
 * How a ledger stands, as one node of it answers: three answers of three moments, which a block may come between.
 *
 * @param status where it stands
 * @param committee who is in office
 * @param nodes every registered node
 */
public record CommitteeSight(LedgerStatus status, CommitteeView committee, List<NodeView> nodes) {

    public CommitteeSight {
        nodes = List.copyOf(nodes);
    }

    /**
     * Asks a chain.
     *
     * @throws ChainUnavailableException if it does not answer, or not as a ledger of this version does
     */
    public static CommitteeSight of(Chain chain) throws ChainUnavailableException {
        return new CommitteeSight(
                ask(chain, QueryPath.STATUS, LedgerStatus::of),
                ask(chain, QueryPath.COMMITTEE, CommitteeView::of),
                ask(chain, QueryPath.NODES, NodesView::of).nodes());
    }

    private static <T> T ask(Chain chain, String path, Function<byte[], T> reading) throws ChainUnavailableException {
        QueryAnswer answer = chain.query(path, new byte[0]);
        if (answer.code() != 0) {
            throw new ChainUnavailableException(path + " is refused: " + answer.detail());
        }
        try {
            return reading.apply(answer.value());
        } catch (IllegalArgumentException e) {
            throw new ChainUnavailableException(
                    path + " is answered with something else: this is no ledger of this version", e);
        }
    }

    /** What people call a node; its address where it is not registered. */
    public String nameOf(Address address) {
        return nodes.stream()
                .filter(node -> node.address().equals(address))
                .map(NodeView::name)
                .findFirst()
                .orElseGet(address::toString);
    }

    /** Nodes that are banned now. */
    public List<NodeView> banned() {
        return nodes.stream().filter(NodeView::banned).toList();
    }

    /** Nodes that have ever been banned. */
    public List<NodeView> everBanned() {
        return nodes.stream()
                .filter(node -> node.banned() || node.bannedUntilCycle() > 0)
                .toList();
    }

    /** Nodes that are registered and not in office. */
    public List<NodeView> outsiders() {
        return nodes.stream()
                .filter(node -> committee.agents().stream()
                        .noneMatch(agent -> agent.address().equals(node.address())))
                .toList();
    }
}
