package io.gridclear.engine.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which node to ask first. A node that was cut off from the others, or is still catching up, answers readily and from
 * the past: so every few seconds all are asked for their height, and the most advanced come first.
 */
final class NodeChoice {

    private static final Logger log = LoggerFactory.getLogger(NodeChoice.class);

    /** Nodes of one chain are a block or two apart at any moment; that is no reason to change. */
    private static final long SAME_HEIGHT_BLOCKS = 2;

    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(1);

    private final String chainId;
    private final List<RpcNode> nodes;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private List<RpcNode> order;
    private long nextLook;

    NodeChoice(String chainId, List<RpcNode> nodes, Executor executor, LongSupplier nanoTime) {
        this.chainId = chainId;
        this.nodes = nodes;
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.order = nodes;
        this.nextLook = nanoTime.getAsLong();
    }

    /** Nodes of this chain that answered when last looked at, the best first. */
    synchronized List<RpcNode> inOrder() {
        if (nanoTime.getAsLong() - nextLook >= 0) {
            look();
        }
        return order;
    }

    /** A node failed a call: it comes last, and all are looked at before the next call. */
    synchronized void failed(RpcNode node) {
        List<RpcNode> others = new ArrayList<>(order);
        if (others.remove(node)) {
            others.add(node);
        }
        order = List.copyOf(others);
        nextLook = nanoTime.getAsLong();
    }

    private void look() {
        List<CompletableFuture<Long>> heights = nodes.stream()
                .map(node -> CompletableFuture.supplyAsync(() -> height(node), executor))
                .toList();
        record Seen(RpcNode node, long height, int before) {}
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            long height = heights.get(i).join();
            if (height >= 0) {
                int before = order.indexOf(nodes.get(i));
                seen.add(new Seen(nodes.get(i), height, before < 0 ? nodes.size() : before));
            }
        }
        long best = seen.stream().mapToLong(Seen::height).max().orElse(0);
        seen.sort(Comparator.comparingLong((Seen each) -> each.height() >= best - SAME_HEIGHT_BLOCKS ? 0 : 1)
                .thenComparingInt(Seen::before));
        order = seen.stream().map(Seen::node).toList();
        // Where nobody answers, the next caller looks again: callers pause between their tries.
        nextLook = nanoTime.getAsLong() + (order.isEmpty() ? 0 : LOOK_EVERY_NANOS);
    }

    /** The node's height; negative if it does not answer or is of another chain. */
    private long height(RpcNode node) {
        try {
            RpcAnswer answer = node.call("status", RpcNode.parameters(), LOOK_TIMEOUT);
            if (!(answer instanceof RpcAnswer.Result result)) {
                return -1;
            }
            JsonNode status = result.value();
            String network = JsonFields.text(JsonFields.object(status, "node_info"), "network");
            if (!network.equals(chainId)) {
                log.warn("{} is a node of the chain {}, not of {}: not asked", node, network, chainId);
                return -1;
            }
            return JsonFields.int64(JsonFields.object(status, "sync_info"), "latest_block_height");
        } catch (IOException e) {
            log.debug("{} does not answer: {}", node, e.getMessage());
            return -1;
        }
    }
}
