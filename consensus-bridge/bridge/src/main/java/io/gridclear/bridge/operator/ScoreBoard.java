package io.gridclear.bridge.operator;

import io.gridclear.bridge.ledger.Ledger;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.schemas.avro.NodeScore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Publishes how nodes stand when it has changed. Single-threaded. */
final class ScoreBoard {

    private final Ledger ledger;
    private final Publisher publisher;
    private final Map<String, NodeScore> published = new HashMap<>();

    ScoreBoard(Ledger ledger, Publisher publisher) {
        this.ledger = ledger;
        this.publisher = publisher;
    }

    /** Looks at every node; what differs from the last look is published. */
    void update() throws ChainUnavailableException {
        long height = ledger.height();
        List<NodeView> nodes = ledger.nodes();
        CommitteeView committee = ledger.committee();
        Set<Address> agents =
                committee.agents().stream().map(CommitteeView.Agent::address).collect(Collectors.toSet());
        for (NodeView node : nodes) {
            String address = node.address().toString();
            NodeScore score = score(node, agents.contains(node.address()));
            if (!score.equals(published.get(address))) {
                published.put(address, score);
                publisher.score(NodeScore.newBuilder(score)
                        .setCycle(committee.cycle())
                        .setHeight(height)
                        .build());
            }
        }
        publisher.commit();
    }

    /** Without cycle and height, which change while nothing else does. */
    private static NodeScore score(NodeView node, boolean agent) {
        return NodeScore.newBuilder()
                .setNodeAddress(node.address().toString())
                .setName(node.name())
                .setScorePpm(node.scorePpm())
                .setReputationPpm(node.reputationPpm())
                .setAgent(agent)
                .setReady(node.ready())
                .setBannedUntilCycle(node.banned() ? node.bannedUntilCycle() : 0)
                .build();
    }
}
