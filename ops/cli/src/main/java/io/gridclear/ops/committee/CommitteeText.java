package io.gridclear.ops.committee;

import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.CommitteeView.Agent;
import io.gridclear.ledger.query.LedgerStatus;
import io.gridclear.ledger.query.NodeView;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A ledger's committee in words and columns, 100 characters wide at most. */
public final class CommitteeText {

    private static final String ROW = "  %-3s %-16s %-12s %7s %10s %7s %7s %6s  %s";
    private static final int WIDTH = 100;
    private static final int SHORT_ADDRESS = 12;
    private static final int LONGEST_NAME = 16;

    private CommitteeText() {}

    /** The whole of it. */
    public static List<String> of(CommitteeSight sight) {
        LedgerStatus status = sight.status();
        CommitteeView committee = sight.committee();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "chain %s, height %d, profile %s, application hash %s",
                status.chainId(),
                status.height(),
                status.profile().name().toLowerCase(Locale.ROOT),
                HexFormat.of().formatHex(status.applicationHash()).substring(0, 16)));
        lines.add(status.outcomes() + " items decided, " + status.openItems() + " open"
                + (committee.deadline() > 0 ? "; the producer must attest by height " + committee.deadline() : ""));
        lines.add("");
        lines.add("committee of cycle " + committee.cycle() + ": "
                + committee.agents().size() + " of " + committee.seats() + " seats, at least " + committee.minSeats());
        lines.add(String.format(
                        Locale.ROOT, ROW, "", "name", "address", "score", "reputation", "amount", "votes", "missed", "")
                .stripTrailing());
        Optional<Address> head = committee.head();
        int place = 0;
        for (Agent agent : committee.agents()) {
            place++;
            lines.add(row(Integer.toString(place), node(sight, agent.address()), agent.address(), turn(agent, head)));
        }
        List<NodeView> outsiders = sight.outsiders();
        if (!outsiders.isEmpty()) {
            lines.add("not in office");
            for (NodeView node : outsiders) {
                lines.add(row("", Optional.of(node), node.address(), standing(node, committee.cycle())));
            }
        }
        lines.add("");
        lines.addAll(wrapped(bans(sight), WIDTH));
        lines.addAll(wrapped(nextElection(sight), WIDTH));
        return lines;
    }

    /** Agents in the order of their turns, the one that produces marked. */
    public static String committee(CommitteeSight sight) {
        Optional<Address> head = sight.committee().head();
        return sight.committee().agents().stream()
                .map(agent -> sight.nameOf(agent.address()) + (head.equals(Optional.of(agent.address())) ? "*" : ""))
                .collect(Collectors.joining(" "));
    }

    /** Who is banned, and for how long. */
    public static String bans(CommitteeSight sight) {
        List<NodeView> banned = sight.banned();
        return banned.isEmpty()
                ? "nobody is banned"
                : "banned: "
                        + banned.stream()
                                .map(node -> node.name() + " until the election of cycle " + node.bannedUntilCycle())
                                .collect(Collectors.joining(", "));
    }

    private static String nextElection(CommitteeSight sight) {
        CommitteeView committee = sight.committee();
        long turns = committee.agents().stream()
                .filter(agent -> agent.inQueue() && !agent.banned())
                .count();
        String who = committee.nextElection().isEmpty()
                ? "too few are eligible, the incumbents would stay"
                : "now it would elect "
                        + committee.nextElection().stream().map(sight::nameOf).collect(Collectors.joining(", "));
        return "next election after " + turns + (turns == 1 ? " turn; " : " turns; ") + who;
    }

    private static Optional<NodeView> node(CommitteeSight sight, Address address) {
        return sight.nodes().stream()
                .filter(node -> node.address().equals(address))
                .findFirst();
    }

    private static String turn(Agent agent, Optional<Address> head) {
        if (agent.banned()) {
            return "banned";
        }
        if (!agent.inQueue()) {
            return "has produced";
        }
        return head.equals(Optional.of(agent.address())) ? "produces now" : "waits for its turn";
    }

    private static String standing(NodeView node, long cycle) {
        if (node.banned()) {
            return "banned for " + Math.max(1, node.bannedUntilCycle() - cycle) + " elections";
        }
        return node.ready() ? "ready" : "not ready";
    }

    private static String row(String place, Optional<NodeView> node, Address address, String state) {
        return String.format(
                        Locale.ROOT,
                        ROW,
                        place,
                        shortened(node.map(NodeView::name).orElse("?")),
                        address.toString().substring(0, SHORT_ADDRESS),
                        node.map(one -> percent(one.scorePpm())).orElse(""),
                        node.map(one -> percent(one.reputationPpm())).orElse(""),
                        node.map(one -> percent(one.amountPpm())).orElse(""),
                        node.map(one -> percent(one.correctVotesPpm())).orElse(""),
                        node.map(one -> Integer.toString(one.missedDuties())).orElse(""),
                        state)
                .stripTrailing();
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 3) + "...";
    }

    /** Parts per million as per cent with one decimal, rounded down. */
    private static String percent(long ppm) {
        return ppm / 10_000 + "." + ppm % 10_000 / 1_000 + "%";
    }

    /** Words over as many lines as they need. */
    public static List<String> wrapped(String words, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
