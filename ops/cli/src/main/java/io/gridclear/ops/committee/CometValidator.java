package io.gridclear.ops.committee;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.CometNode;
import io.gridclear.engine.rpc.CometChain;
import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ledger.transaction.SignatureVerifier;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A running node: ledger, engine, and the chain as this node sees it. */
public final class CometValidator implements AutoCloseable {

    /** An answer of one's own node takes milliseconds; a machine that swaps may need seconds. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private static final long LOOK_EVERY_MS = 50;

    private final NodeDirectory.Description description;
    private final CometNode node;
    private final CometChain chain;

    private CometValidator(NodeDirectory.Description description, CometNode node, CometChain chain) {
        this.description = description;
        this.node = node;
        this.chain = chain;
    }

    /**
     * Starts the node in a directory, in the background.
     *
     * @param events what happened in each committed block; must be quick
     * @throws IOException if the directory is none of a node, or a node runs in it already
     */
    public static CometValidator start(
            CometBinary binary,
            NodeDirectory directory,
            SignatureVerifier signatures,
            Consumer<List<LedgerEvent>> events)
            throws IOException {
        NodeDirectory.Description description = directory.description();
        CometNode node =
                CometNode.start(binary, directory.engine(), CometReplica.in(directory.state(), signatures), events);
        return new CometValidator(
                description, node, new CometChain(description.chainId(), List.of(description.rpc()), ANSWER_TIMEOUT));
    }

    /** What the node knows of itself. */
    public NodeDirectory.Description description() {
        return description;
    }

    /** The chain as this node sees it; closed with it. */
    public Chain chain() {
        return chain;
    }

    /** Whether the node has ended by itself. */
    public boolean hasEnded() {
        return node.hasEnded();
    }

    /**
     * Waits for the node's end.
     *
     * @return what broke it; empty if it was closed or still runs
     */
    public Optional<Throwable> awaitEnd(Duration wait) throws InterruptedException {
        return node.awaitEnd(wait);
    }

    /**
     * Waits until the node has committed a block.
     *
     * @throws IOException if it has not after so long, or has ended
     */
    public void awaitFirstBlock(Duration patience) throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        String answer = "it does not answer";
        while (System.nanoTime() < giveUpAt && !node.hasEnded()) {
            try {
                if (chain.height() >= 1) {
                    return;
                }
                answer = "it has no block";
            } catch (ChainUnavailableException e) {
                answer = String.valueOf(e.getMessage());
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
        throw new IOException(
                "node " + description.name() + " did not come to run within " + patience.toSeconds() + " s: " + answer);
    }

    /** SIGKILL to the engine, as when its machine is gone, and nothing is started again; {@link #close} waits for its end. */
    public void kill() {
        node.kill();
    }

    @Override
    public void close() {
        chain.close();
        node.close();
    }
}
