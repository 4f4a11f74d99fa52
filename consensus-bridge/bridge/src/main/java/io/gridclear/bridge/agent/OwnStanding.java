package io.gridclear.bridge.agent;

import io.gridclear.bridge.ledger.Ledger;
import io.gridclear.bridge.ledger.Pauses;
import io.gridclear.bridge.ledger.Submission;
import io.gridclear.bridge.metrics.AgentMetrics;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether this node is in office, and shows that it is up when it must: at the start, and when a ban is over.
 * Single-threaded.
 */
final class OwnStanding {

    private static final Logger LOG = LoggerFactory.getLogger(OwnStanding.class);

    /** How the node stood at the last look; for one line in the log a change. */
    private enum Seen {
        NOTHING,
        NOT_REGISTERED,
        BANNED,
        NOT_READY,
        READY,
        IN_OFFICE
    }

    private final Ledger ledger;
    private final AgentLimits limits;
    private final AgentMetrics metrics;
    private final Pauses pauses = new Pauses();
    private Seen seen = Seen.NOTHING;
    private long nextLookMs = Long.MIN_VALUE;
    private boolean inOffice;

    OwnStanding(Ledger ledger, AgentLimits limits, AgentMetrics metrics) {
        this.ledger = ledger;
        this.limits = limits;
        this.metrics = metrics;
    }

    /** Whether the node may attest. */
    boolean isInOffice() {
        return inOffice;
    }

    /**
     * Looks, and sends Ready if that is needed.
     *
     * @param heard whether the ledger says that it hears the node
     */
    void look(boolean heard, long nowMs) throws ChainUnavailableException {
        inOffice = heard;
        if (nowMs < nextLookMs) {
            return;
        }
        nextLookMs = nowMs + limits.standingEveryMs();
        Optional<NodeView> own = ledger.nodes().stream()
                .filter(node -> node.address().equals(ledger.address()))
                .findFirst();
        say(own.map(node -> of(node)).orElse(Seen.NOT_REGISTERED));
        metrics.standing(inOffice, own.map(NodeView::banned).orElse(false));
        if (own.isEmpty() || own.get().banned() || own.get().ready()) {
            pauses.succeeded();
            return;
        }
        if (pauses.isOver(nowMs)) {
            pauses.failed(nowMs);
            showUp(own.get());
        }
    }

    private Seen of(NodeView node) {
        if (node.banned()) {
            return Seen.BANNED;
        }
        if (inOffice) {
            return Seen.IN_OFFICE;
        }
        return node.ready() ? Seen.READY : Seen.NOT_READY;
    }

    private void say(Seen now) {
        if (now != seen) {
            if (now == Seen.BANNED || now == Seen.NOT_REGISTERED) {
                LOG.warn("node {} is {}", ledger.address(), now);
            } else {
                LOG.info("node {} is {}", ledger.address(), now);
            }
            seen = now;
        }
    }

    private void showUp(NodeView node) throws ChainUnavailableException {
        // every attempt has its own key: after the next ban the same words must count again
        byte[] purpose = new CanonicalWriter()
                .start("ready")
                .int64(node.bannedUntilCycle())
                .int64(ledger.height())
                .toBytes();
        if (ledger.submit(new Ready(), purpose) instanceof Submission.Refused refused) {
            metrics.chain().refused(refused.code());
            LOG.warn("the ledger refuses Ready: {} ({})", refused.code(), refused.detail());
        }
    }
}
