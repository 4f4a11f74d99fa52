package io.gridclear.ops.demo;

import io.gridclear.bridge.app.AgentApplication;
import io.gridclear.bridge.app.AgentSettings;
import io.gridclear.bridge.app.BridgeApplication;
import io.gridclear.bridge.app.BridgeSettings;
import io.gridclear.ops.committee.CommitteePlan;
import io.gridclear.ops.committee.CommitteePlan.Member;
import io.gridclear.ops.committee.LedgerNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Who talks to a ledger on this machine: an agent a node, and the bridge in the operator's name. */
final class Participants implements AutoCloseable {

    /** One name over all runs on the same topics: a bridge that starts again ends what it left open. */
    private static final String INSTANCE = "local";

    private final List<AgentApplication> agents = new ArrayList<>();
    private @Nullable BridgeApplication bridge;

    private Participants() {}

    /**
     * Starts them; the chains stay the network's.
     *
     * @throws IOException if one has no port for its health and metrics
     */
    static Participants start(LedgerNetwork network, CommitteePlan plan, MarketTopics topics) throws IOException {
        Participants participants = new Participants();
        try {
            participants.startAll(network, plan, topics);
            return participants;
        } catch (IOException | RuntimeException e) {
            participants.close();
            throw e;
        }
    }

    private void startAll(LedgerNetwork network, CommitteePlan plan, MarketTopics topics) throws IOException {
        for (int i = 0; i < plan.members().size(); i++) {
            Member member = plan.members().get(i);
            Map<String, String> flags = flags(topics, network.engine().word() + ", " + member.name());
            AgentSettings settings = AgentSettings.of(flags, name -> null, new Properties());
            agents.add(AgentApplication.start(settings, network.chain(i), member.nodeKey()));
        }
        Map<String, String> flags = flags(topics, network.engine().word());
        flags.put("instance.id", INSTANCE);
        BridgeSettings settings = BridgeSettings.of(flags, name -> null, new Properties());
        bridge = BridgeApplication.start(settings, network.chain(0), plan.operator());
    }

    private static Map<String, String> flags(MarketTopics topics, String chain) {
        Map<String, String> flags = new HashMap<>();
        flags.put("bootstrap.servers", topics.bootstrapServers());
        flags.put("registry.url", topics.registryUrl());
        flags.put("chain", chain);
        flags.put("http.port", "0");
        return flags;
    }

    /** Who has given up; empty while all go on. */
    Optional<String> failure() {
        if (bridge != null && bridge.hasFailed()) {
            return Optional.of("the bridge has failed; the log says why");
        }
        return agents.stream().anyMatch(AgentApplication::hasFailed)
                ? Optional.of("an agent has failed; the log says why")
                : Optional.empty();
    }

    /** Stops all that run, the bridge first: it waits for outcomes that agents make. */
    @Override
    public void close() {
        if (bridge != null) {
            bridge.close();
            bridge = null;
        }
        agents.forEach(AgentApplication::close);
        agents.clear();
    }
}
