package io.gridclear.ops.committee;

import io.gridclear.engine.key.ValidatorKeyFile;
import io.gridclear.engine.process.NodeAddresses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a network that is to run on several hosts, with words for the people who carry them there. */
public final class TestnetFiles {

    private TestnetFiles() {}

    /**
     * Writes them.
     *
     * @param directory empty, or not there yet
     * @throws IOException if they cannot be written
     * @throws IllegalArgumentException if no chain can be founded as asked for
     */
    public static CommitteePlan write(CometFounding.Request request, Path directory) throws IOException {
        CommitteePlan plan = CometFounding.found(request, directory);
        Path operator = Files.createDirectories(directory.resolve("operator"));
        ValidatorKeyFile.write(operator.resolve("operator_key.json"), plan.operator());
        Files.writeString(directory.resolve("README.md"), readme(plan, request), StandardCharsets.UTF_8);
        return plan;
    }

    private static String readme(CommitteePlan plan, CometFounding.Request request) {
        StringBuilder text = new StringBuilder();
        int faulty = (plan.seats() - 1) / 3;
        text.append("# Ledger ")
                .append(plan.chainId())
                .append("\n\nA committee of ")
                .append(plan.seats())
                .append(" among ")
                .append(plan.members().size())
                .append(" nodes; it goes on while at most ")
                .append(faulty)
                .append(faulty == 1 ? " of its agents is faulty.\n\n" : " of its agents are faulty.\n\n")
                .append("| directory | host | peers reach it at | clients on the host at |\n|---|---|---|---|\n");
        for (int i = 0; i < plan.members().size(); i++) {
            NodeAddresses addresses = request.addresses().get(i);
            text.append("| ")
                    .append(CommitteePlan.nameOf(i))
                    .append(" | ")
                    .append(addresses.advertised().host())
                    .append(" | ")
                    .append(addresses.advertised())
                    .append(" | ")
                    .append(addresses.rpc())
                    .append(" |\n");
        }
        text.append("""

                Carry each directory to its host, by a way that nobody can read, and delete it here. Whoever holds a key can
                sign with it; never run one directory on two hosts: the engine would sign twice, and be punished.

                On every host, once the market's topics and schemas are there (`gridclear topics apply`, `gridclear schemas
                register`); BROKER and REGISTRY are the market's:

                    gridclear validator --home validator-N --bootstrap BROKER:9092 --registry http://REGISTRY:8081

                On the operator's host, beside a node:

                    gridclear bridge --operator-key operator/operator_key.json --node http://127.0.0.1:RPC_PORT \\
                      --bootstrap BROKER:9092 --registry http://REGISTRY:8081

                Anywhere beside a node:

                    gridclear committee --node http://127.0.0.1:RPC_PORT

                The chain makes blocks as soon as more than two thirds of the validators run. Peers need each other's peer
                port open; the RPC port is bound to loopback and knows no access control.
                """);
        return text.toString();
    }
}
