package io.gridclear.ops.cli;

import io.gridclear.engine.process.Endpoint;
import io.gridclear.engine.process.NodeAddresses;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ops.committee.CometFounding;
import io.gridclear.ops.committee.CommitteePlan;
import io.gridclear.ops.committee.FoundingTerms;
import io.gridclear.ops.committee.TestnetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gridclear testnet}: the files of a network of validators. */
@Command(
        name = "testnet",
        header = "Writes the files of a ledger of N validators: keys, genesis and settings, one directory a host.",
        description = {
            "Makes validator-1 and on, each with the keys of its node, its engine and its agent, the genesis of engine and "
                    + "ledger, and the addresses of its peers; operator/ with the key that the bridge signs with; and "
                    + "README.md, which says what to run where. Carry each directory to its host and delete it here: "
                    + "whoever holds a key can sign with it.",
            "Never overwrites: the directory must not be there, or be empty."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear testnet --validators 4 --hosts a.example,b.example,c.example,d.example --out net")
final class TestnetCommand implements Callable<Integer> {

    private static final int MOST_NODES = 200;

    /** Nodes on one host lie so far apart, so that both ports of one come before those of the next. */
    private static final int PORT_STEP = 10;

    private final Terminal terminal;

    @Option(
            names = "--validators",
            paramLabel = "N",
            required = true,
            description = "Seats of the committee; less than a third of them may be faulty: 4 bear one, 7 two.")
    private int validators;

    @Option(
            names = "--candidates",
            paramLabel = "N",
            defaultValue = "0",
            description = "Further nodes that stand for election (${DEFAULT-VALUE}).")
    private int candidates;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where the files go.")
    private Path out = Path.of("");

    @Option(
            names = "--hosts",
            paramLabel = "HOST[,...]",
            split = ",",
            description = "Host name or address of every node, in their order (default: all on 127.0.0.1).")
    private String @Nullable [] hosts;

    @Option(
            names = "--p2p-port",
            paramLabel = "PORT",
            defaultValue = "26656",
            description = "Port for peers; the second node on the same host gets one 10 above (${DEFAULT-VALUE}).")
    private int peerPort;

    @Option(
            names = "--rpc-port",
            paramLabel = "PORT",
            defaultValue = "26657",
            description = "Port for clients, on loopback: it knows no access control (${DEFAULT-VALUE}).")
    private int rpcPort;

    @Option(
            names = "--chain-id",
            paramLabel = "ID",
            defaultValue = "gridclear",
            description = "Name of the chain; never the same for two (${DEFAULT-VALUE}).")
    private String chainId = "gridclear";

    @Option(
            names = "--profile",
            paramLabel = "paper|hardened",
            defaultValue = "paper",
            description = "Rules of the score: paper as written, or hardened (${DEFAULT-VALUE}).")
    private LedgerGenesis.Profile profile = LedgerGenesis.Profile.PAPER;

    @Option(
            names = "--rounds-per-cycle",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Rounds after which a committee is elected anew, at most 10,000; 0, as in the paper: when all its "
                            + "agents had their turn (${DEFAULT-VALUE}).")
    private int roundsPerCycle;

    @Option(
            names = "--breach",
            paramLabel = "PPM",
            description =
                    "Bans a node that is reported to have delivered with a lower reputation than this, ppm; 0: nobody "
                            + "(default: 500000 in the hardened profile, 0 in the paper's, which takes no other).")
    private @Nullable Long breachPpm;

    TestnetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CometFounding.Request request;
        try {
            request = request();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
        try {
            requireEmpty();
            TestnetFiles.write(request, out);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.environment("cannot write to " + IoFailure.of(e), e);
        }
        for (int i = 0; i < request.addresses().size(); i++) {
            NodeAddresses addresses = request.addresses().get(i);
            terminal.print(CometFounding.node(out, i).path() + "  peers " + addresses.advertised() + ", RPC "
                    + addresses.rpc());
        }
        terminal.print(out.resolve("README.md") + " says what to run where");
        return ExitCode.OK;
    }

    private CometFounding.Request request() {
        require(validators >= 1 && candidates >= 0, "--validators must be at least 1 and --candidates 0");
        int nodes = validators + candidates;
        require(nodes <= MOST_NODES, "a network has at most " + MOST_NODES + " nodes, not " + nodes);
        String[] all = hosts;
        if (all == null) {
            all = new String[nodes];
            Arrays.fill(all, "127.0.0.1");
        }
        require(all.length == nodes, "--hosts names " + all.length + " hosts for " + nodes + " nodes");
        Map<String, Integer> before = new HashMap<>();
        List<NodeAddresses> addresses = new ArrayList<>();
        List<List<String>> noUsagePoints = new ArrayList<>();
        for (String host : all) {
            int step = PORT_STEP * (before.merge(host.strip(), 1, Integer::sum) - 1);
            addresses.add(CometFounding.addresses(new Endpoint(host.strip(), peerPort + step), rpcPort + step));
            noUsagePoints.add(List.of());
        }
        return new CometFounding.Request(
                chainId,
                System.currentTimeMillis(),
                validators,
                new FoundingTerms(profile, CommitteePlan.DEADLINE_BLOCKS, roundsPerCycle, breachPpm),
                addresses,
                noUsagePoints);
    }

    private void requireEmpty() throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        if (!Files.isDirectory(out)) {
            throw CommandFailure.usage("--out " + out + " is not a directory");
        }
        try (Stream<Path> files = Files.list(out)) {
            if (files.findAny().isPresent()) {
                throw CommandFailure.usage("--out " + out + " is not empty; keys are never overwritten");
            }
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
