package io.gridclear.bridge.ledger;

import io.gridclear.bridge.metrics.ChainMetrics;
import io.gridclear.engine.chain.ChainUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets work through to the chain while it answers, and after growing pauses when it does not. One line in the log a change
 * of state, whatever the number of tries. Single-threaded.
 */
public final class ChainGate {

    /** Work that needs the chain. */
    @FunctionalInterface
    public interface Work {

        /** Does it; what it has done before the chain failed stays done. */
        void run() throws ChainUnavailableException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ChainGate.class);

    private final String chain;
    private final ChainMetrics metrics;
    private final Pauses pauses = new Pauses();
    private boolean up = true;
    private long downSinceMs;

    /**
     * An open gate.
     *
     * @param chain what people know the chain by
     */
    public ChainGate(String chain, ChainMetrics metrics) {
        this.chain = chain;
        this.metrics = metrics;
    }

    /** Does the work unless the chain is being given a pause. */
    public void pass(long nowMs, Work work) {
        if (!pauses.isOver(nowMs)) {
            return;
        }
        try {
            work.run();
        } catch (ChainUnavailableException e) {
            pauses.failed(nowMs);
            metrics.unavailable();
            if (up) {
                up = false;
                downSinceMs = nowMs;
                LOG.warn("chain {} does not answer, everything waits for it: {}", chain, e.getMessage());
            }
            return;
        }
        pauses.succeeded();
        metrics.answered();
        if (!up) {
            up = true;
            LOG.info("chain {} answers again after {} ms", chain, nowMs - downSinceMs);
        }
    }
}
