package io.gridclear.engine.testnet;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.rpc.CometChain;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints how long things take with real engines on this machine: start of a network, and a transaction from its submission
 * until another node's state has it. Arguments: nodes, transactions. Not a test: a busy machine is no error.
 */
public final class LatencyMain {
    private LatencyMain() {}

    public static void main(String[] arguments) throws Exception {
        int nodes = Integer.parseInt(arguments[0]);
        int transactions = Integer.parseInt(arguments[1]);
        Path root = Files.createTempDirectory("gridclear-latency-");
        try (TestNetwork network = new TestNetwork(root, nodes, 0)) {
            long began = System.nanoTime();
            network.startAll();
            for (int node = 0; node < nodes; node++) {
                network.awaitHeight(node, 1);
            }
            System.out.printf("%d nodes, each with its JVM: block 1 on all after %d ms%n", nodes, sinceMs(began));
            report(nodes + " nodes", measure(network, transactions, "warm"));
            report(nodes + " nodes, again", measure(network, transactions, "all"));
            network.node(nodes - 1).kill();
            report("one killed", measure(network, transactions, "less"));
            began = System.nanoTime();
            network.start(nodes - 1);
            network.awaitValue(nodes - 1, "less" + (transactions - 1), "v");
            System.out.printf("restarted and caught up after %d ms%n", sinceMs(began));
        }
    }

    private static long[] measure(TestNetwork network, int transactions, String prefix)
            throws IOException, InterruptedException {
        List<URI> one = List.of(network.rpc(0));
        long[] latenciesMs = new long[transactions];
        byte[][] keys = new byte[transactions][];
        try (CometChain in = new CometChain(TestNetwork.CHAIN, one, Duration.ofSeconds(5));
                CometChain out = new CometChain(TestNetwork.CHAIN, List.of(network.rpc(1)), Duration.ofSeconds(5))) {
            for (int i = 0; i < transactions; i++) {
                keys[i] = (prefix + i).getBytes(StandardCharsets.UTF_8);
                long began = System.nanoTime();
                if (!in.submit(KeyValueApplication.set(prefix + i, "v")).isAccepted()) {
                    throw new IOException("refused");
                }
                while (out.query("/get", keys[i]).code() != 0) {
                    Thread.sleep(2);
                }
                latenciesMs[i] = sinceMs(began);
            }
        } catch (ChainUnavailableException e) {
            throw new IOException(e);
        }
        return latenciesMs;
    }

    private static void report(String what, long[] latenciesMs) {
        long[] sorted = latenciesMs.clone();
        Arrays.sort(sorted);
        List<String> figures = new ArrayList<>();
        for (int percent : new int[] {50, 90, 99, 100}) {
            figures.add(
                    "p" + percent + " " + sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] + " ms");
        }
        System.out.println(what + ", one transaction at a time, submit to committed on another node: "
                + String.join(", ", figures));
    }

    private static long sinceMs(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }
}
