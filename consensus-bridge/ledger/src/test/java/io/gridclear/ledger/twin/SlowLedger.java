package io.gridclear.ledger.twin;

import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.LedgerTransaction.ClearingClaim;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The auditor: the rules of the ledger written down once more from the paper and the decision records, over plain objects and
 * texts, without a store, a hash or a codec. Addresses and hashes are hexadecimal texts.
 */
public final class SlowLedger {

    /** A node. */
    public static final class Member {
        public final String address;
        public final String validator;
        public final List<String> usagePoints;
        public boolean ready;
        public long bannedUntil;
        public List<Boolean> missed = new ArrayList<>();
        public long score;
        public long reputation;
        public long amount;
        public long votes;
        public List<String> vote = List.of();

        Member(String address, String validator, List<String> usagePoints) {
            this.address = address;
            this.validator = validator;
            this.usagePoints = usagePoints;
        }

        public int missedDuties() {
            return (int) missed.stream().filter(missedIt -> missedIt).count();
        }

        @Override
        public String toString() {
            // duties done before the first that was missed leave no trace
            return address + ready + bannedUntil
                    + missed.stream().dropWhile(missedIt -> !missedIt).toList() + score + " " + reputation + " "
                    + amount + " " + votes
                    + vote;
        }
    }

    /** An item, open or decided. */
    public static final class Case {
        public final String name;
        public final String claim;
        public final String claimedHash;
        public boolean inRound;
        public final Map<String, String> attested = new TreeMap<>();
        public long decidedAt;
        public String verified = "";
        public String producer = "";
        public int agreeing;
        public int agents;
        public final TreeSet<String> awaited = new TreeSet<>();
        public final TreeSet<String> right = new TreeSet<>();
        List<Delivery> report = List.of();

        Case(String name, String claim, String claimedHash) {
            this.name = name;
            this.claim = claim;
            this.claimedHash = claimedHash;
        }

        public boolean isFinal() {
            return verified.equals(claimedHash);
        }

        @Override
        public String toString() {
            return name + inRound + attested + decidedAt + verified + report + (decidedAt == 0 ? "" : awaited);
        }
    }

    private record Used(String text, long until) {}

    private final LedgerGenesis genesis;
    private final int banCycles;
    private final int turnBlocks;
    private final Map<String, Member> members = new TreeMap<>();
    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final List<Case> decided = new ArrayList<>();
    private final Map<String, Used> used = new TreeMap<>();
    private List<String> committee = new ArrayList<>();
    private List<String> queue = new ArrayList<>();
    private long cycle;
    private int roundsOver;
    private long deadline;
    private long height;
    private boolean touched;

    public SlowLedger(LedgerGenesis genesis) {
        this.genesis = genesis;
        this.banCycles = genesis.committee().banCycles();
        this.turnBlocks = genesis.committee().deadlineBlocks();
        for (Candidate candidate : genesis.candidates()) {
            Member member = new Member(
                    address(candidate.nodeKey()), address(candidate.validatorKey()), candidate.usagePoints());
            member.ready = true;
            member.score = candidate.scorePpm();
            member.reputation = candidate.scorePpm();
            member.amount = candidate.scorePpm();
            member.votes = candidate.scorePpm();
            members.put(member.address, member);
        }
        committee = elect();
        queue = new ArrayList<>(committee);
        cycle = 1;
    }

    // ---- what the comparison looks at

    public Map<String, Member> members() {
        return members;
    }

    public List<Case> open() {
        return cases.values().stream().filter(each -> each.decidedAt == 0).toList();
    }

    public List<Case> decided() {
        return decided;
    }

    public List<String> committee() {
        return committee;
    }

    public List<String> queue() {
        return queue;
    }

    public long cycle() {
        return cycle;
    }

    public long deadline() {
        return deadline;
    }

    /** Whether an item is decided or open. */
    public boolean knows(String item) {
        return cases.containsKey(item);
    }

    /** All that counts, as text: two equal texts are two equal states, but for what nobody can ask any more. */
    public String text() {
        return cycle + " " + roundsOver + committee + queue + deadline + members.values() + cases.values();
    }

    // ---- a block

    /** Executes a block, and says with which codes. */
    public List<Integer> block(List<Sent> transactions, List<String> misbehaving) {
        height++;
        touched = !misbehaving.isEmpty();
        for (String validator : misbehaving) {
            for (Member member : members.values()) {
                if (member.validator.equals(validator)) {
                    ban(member);
                }
            }
        }
        List<Integer> codes = new ArrayList<>();
        for (Sent sent : transactions) {
            codes.add(execute(sent));
        }
        List<Case> over = decided.stream()
                .filter(each -> each.decidedAt + turnBlocks == height)
                .toList();
        for (String agent : committee) {
            Member member = member(agent);
            List<Case> late =
                    over.stream().filter(each -> each.awaited.contains(agent)).toList();
            boolean concerned = !late.isEmpty() || over.stream().anyMatch(each -> each.right.contains(agent));
            if (concerned && !isBanned(member)) {
                late.forEach(each -> voted(member, false));
                duty(member, !late.isEmpty());
                touched = true;
            }
        }
        if (touched || height == 1 || (deadline != 0 && height >= deadline)) {
            settle();
        }
        return codes;
    }

    private int execute(Sent sent) {
        switch (sent.flaw()) {
            case GARBAGE:
                return 1;
            case OTHER_CHAIN:
                return 2;
            default:
                break;
        }
        if (sent.validUntil() < height) {
            return 3;
        }
        if (sent.validUntil() > height + genesis.limits().transactionWindowBlocks()) {
            return 4;
        }
        if (sent.flaw() == Sent.Flaw.FORGED) {
            return 5;
        }
        String key = sent.sender().name() + "/" + sent.key();
        Used before = used.get(key);
        if (before != null && before.until >= height) {
            return before.text.equals(sent.text()) ? 0 : 6;
        }
        int code = apply(sent);
        if (code == ACCEPTED) {
            used.put(key, new Used(sent.text(), sent.validUntil()));
            touched = true;
            return 0;
        }
        return code;
    }

    /** Accepted with an effect; 0 is accepted without. */
    private static final int ACCEPTED = -1;

    private int apply(Sent sent) {
        String sender = address(sent.sender().publicKey());
        if (sent.transaction() instanceof RegisterCandidate register) {
            return register(sender, register, sent.flaw());
        } else if (sent.transaction() instanceof SubmitClearings submit) {
            return isOperator(sent) ? submit(submit) : 7;
        } else if (sent.transaction() instanceof ReportDelivery report) {
            return isOperator(sent) ? report(report) : 7;
        }
        Member member = members.get(sender);
        if (member == null) {
            return 8;
        }
        if (isBanned(member)) {
            return 9;
        }
        if (sent.transaction() instanceof Ready) {
            if (member.ready) {
                return 0;
            }
            member.ready = true;
            return ACCEPTED;
        } else if (sent.transaction() instanceof CastVote vote) {
            return vote(member, vote.candidates().stream().map(Sent::hex).toList());
        }
        return committee.contains(sender) ? attest(member, (Attest) sent.transaction()) : 10;
    }

    private boolean isOperator(Sent sent) {
        return genesis.operatorKeys().stream()
                .anyMatch(key -> Arrays.equals(key, sent.sender().publicKey()));
    }

    private int register(String sender, RegisterCandidate register, Sent.Flaw flaw) {
        if (members.containsKey(sender)) {
            return 11;
        }
        if (members.size() >= genesis.limits().mostNodes()) {
            return 12;
        }
        String validator = address(register.validatorKey());
        if (members.values().stream().anyMatch(member -> member.validator.equals(validator))) {
            return 13;
        }
        for (String usagePoint : register.usagePoints()) {
            if (owner(usagePoint) != null) {
                return 14;
            }
        }
        if (flaw == Sent.Flaw.NO_POSSESSION) {
            return 15;
        }
        members.put(sender, new Member(sender, validator, register.usagePoints()));
        return ACCEPTED;
    }

    private int vote(Member voter, List<String> candidates) {
        if (candidates.size() > genesis.committee().seats()) {
            return 16;
        }
        if (new TreeSet<>(candidates).size() < candidates.size()) {
            return 17;
        }
        if (!members.keySet().containsAll(candidates)) {
            return 18;
        }
        if (candidates.stream().anyMatch(candidate -> isBanned(member(candidate)))) {
            return 19;
        }
        if (voter.vote.equals(candidates)) {
            return 0;
        }
        voter.vote = candidates;
        return ACCEPTED;
    }

    private int submit(SubmitClearings submit) {
        List<Case> fresh = new ArrayList<>();
        for (ClearingClaim each : submit.claims()) {
            String name = each.item().toString();
            String claim = Sent.claim(each);
            List<Case> same = new ArrayList<>(fresh);
            same.addAll(cases.values());
            same.removeIf(one -> !one.name.equals(name));
            if (same.isEmpty()) {
                fresh.add(new Case(name, claim, Sent.hex(each.claimedHash())));
            } else if (!same.get(0).claim.equals(claim)) {
                return 20;
            }
        }
        if (fresh.isEmpty()) {
            return 0;
        }
        if (open().size() + fresh.size() > genesis.limits().mostOpenItems()) {
            return 21;
        }
        for (ClearingClaim each : submit.claims()) {
            boolean isNew = !cases.containsKey(each.item().toString());
            if (isNew && each.item().run() != 1) {
                Case before = cases.get(each.item().before().toString());
                if (before == null || before.decidedAt == 0 || !before.isFinal()) {
                    return 24;
                }
            }
        }
        fresh.forEach(one -> cases.put(one.name, one));
        return ACCEPTED;
    }

    private int attest(Member agent, Attest attest) {
        int firstRefusal = 0;
        boolean anything = false;
        boolean effect = false;
        for (Attestation attestation : attest.attestations()) {
            Case item = cases.get(attestation.item().toString());
            String hash = Sent.hex(attestation.hash());
            if (item == null) {
                firstRefusal = firstRefusal == 0 ? 22 : firstRefusal;
            } else if (item.decidedAt == 0) {
                anything = true;
                String earlier = item.attested.get(agent.address);
                if (earlier == null) {
                    item.attested.put(agent.address, hash);
                    effect = true;
                } else if (!earlier.equals(hash)) {
                    ban(agent);
                    return ACCEPTED;
                }
            } else if (height <= item.decidedAt + turnBlocks && item.right.contains(agent.address)) {
                anything = true;
                if (!hash.equals(item.verified)) {
                    ban(agent);
                    return ACCEPTED;
                }
            } else if (height <= item.decidedAt + turnBlocks && item.awaited.remove(agent.address)) {
                anything = true;
                effect = true;
                if (hash.equals(item.verified)) {
                    item.right.add(agent.address);
                    voted(agent, true);
                } else if (judgeWrong(agent)) {
                    return ACCEPTED;
                }
            } else {
                firstRefusal = firstRefusal == 0 ? 23 : firstRefusal;
            }
        }
        if (!anything) {
            return firstRefusal;
        }
        return effect ? ACCEPTED : 0;
    }

    private int report(ReportDelivery report) {
        String name = report.item().delivery().toString();
        String hash = Sent.hex(report.hash());
        Case known = cases.get(name);
        if (known != null) {
            return known.claimedHash.equals(hash) ? 0 : 25;
        }
        if (open().size() >= genesis.limits().mostOpenItems()) {
            return 21;
        }
        Case metered = cases.get(report.item().toString());
        if (metered == null) {
            return 22;
        }
        if (metered.decidedAt == 0 || !metered.isFinal()) {
            return 24;
        }
        List<String> points =
                report.deliveries().stream().map(Delivery::usagePoint).toList();
        if (new TreeSet<>(points).size() < points.size()) {
            return 26;
        }
        if (points.stream().anyMatch(point -> owner(point) == null)) {
            return 27;
        }
        if (members.values().stream().anyMatch(member -> !points.containsAll(member.usagePoints))) {
            return 28;
        }
        String none = "00".repeat(32);
        Case item = new Case(name, metered.claim.substring(0, 64) + hash + none + 0, hash);
        item.report = report.deliveries();
        cases.put(name, item);
        return ACCEPTED;
    }

    private void deliver(List<Delivery> deliveries) {
        Map<Member, long[]> energies = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            long[] sum = energies.computeIfAbsent(owner(delivery.usagePoint()), owner -> new long[2]);
            sum[0] += delivery.contractedWh();
            sum[1] += delivery.deliveredWh();
        }
        energies.values().removeIf(energy -> energy[0] == 0);
        long least =
                energies.values().stream().mapToLong(energy -> energy[1]).min().orElse(0);
        long most =
                energies.values().stream().mapToLong(energy -> energy[1]).max().orElse(0);
        energies.forEach((member, energy) -> {
            long off = Math.abs(energy[0] - energy[1]);
            long latest = Math.max(0, 1_000_000 - share(off, energy[0]));
            member.reputation = mean(member.reputation, latest);
            member.amount = most == least ? 0 : share(energy[1] - least, most - least);
            rescore(member);
            if (latest < genesis.committee().breachPpm() && !isBanned(member)) {
                ban(member);
            }
        });
    }

    // ---- conduct

    private void ban(Member member) {
        member.ready = false;
        member.bannedUntil = Math.max(member.bannedUntil, cycle + banCycles);
        member.missed.clear();
        open().forEach(item -> item.attested.remove(member.address));
    }

    private boolean judgeWrong(Member agent) {
        voted(agent, false);
        if (genesis.committee().punishAllWrong()) {
            ban(agent);
        }
        return genesis.committee().punishAllWrong();
    }

    private void duty(Member agent, boolean missedIt) {
        agent.missed.add(missedIt);
        if (agent.missed.size() > genesis.committee().missedWindow()) {
            agent.missed.remove(0);
        }
        if (agent.missedDuties() > genesis.committee().missedThreshold()) {
            ban(agent);
        }
    }

    private void voted(Member agent, boolean right) {
        agent.votes = mean(agent.votes, right ? 1_000_000 : 0);
        rescore(agent);
    }

    private void rescore(Member member) {
        member.score = BigInteger.valueOf(genesis.score().reputationWeightPpm())
                .multiply(BigInteger.valueOf(member.reputation))
                .add(BigInteger.valueOf(genesis.score().amountWeightPpm()).multiply(BigInteger.valueOf(member.amount)))
                .add(BigInteger.valueOf(genesis.score().votesWeightPpm()).multiply(BigInteger.valueOf(member.votes)))
                .divide(BigInteger.valueOf(1_000_000))
                .longValueExact();
    }

    private long mean(long before, long now) {
        long weight = genesis.score().latestWeightPpm();
        return (weight * now + (1_000_000 - weight) * before) / 1_000_000;
    }

    private static long share(long part, long whole) {
        return BigInteger.valueOf(part)
                .multiply(BigInteger.valueOf(1_000_000))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }

    // ---- turns

    private void settle() {
        while (true) {
            if (!queue.isEmpty() && isBanned(member(queue.get(0)))) {
                queue.remove(0);
                renewTurn();
            } else if (queue.isEmpty() && acting() > 0) {
                nextCycle();
            } else if (acting() < genesis.committee().minSeats()
                    && eligible().size() >= genesis.committee().minSeats()) {
                nextCycle();
            } else if (deadline == 0
                    && !open().isEmpty()
                    && genesis.committee().roundsPerCycle() > 0
                    && roundsOver >= genesis.committee().roundsPerCycle()) {
                nextCycle();
            } else if (deadline == 0 && !open().isEmpty()) {
                open().forEach(item -> item.inRound = true);
                deadline = height + turnBlocks;
            } else if (decideAll()) {
                endRoundIfDone();
            } else if (deadline != 0 && height >= deadline) {
                if (!turnIsLost()) {
                    return;
                }
            } else {
                return;
            }
        }
    }

    /** Decides in order until the head is caught; true if anything came of it. */
    private boolean decideAll() {
        boolean moved = false;
        for (Case item : open()) {
            String best = best(item);
            if (deadline == 0
                    || !item.inRound
                    || queue.isEmpty()
                    || 3 * count(item, best) <= 2 * committee.size()
                    || !item.attested.containsKey(queue.get(0))) {
                continue;
            }
            Member head = member(queue.get(0));
            if (!best.equals(item.attested.get(head.address))) {
                voted(head, false);
                ban(head);
                return true;
            }
            decide(item, best, head);
            moved = true;
        }
        return moved;
    }

    private void decide(Case item, String best, Member head) {
        item.decidedAt = height;
        item.verified = best;
        item.producer = head.address;
        item.agreeing = count(item, best);
        item.agents = committee.size();
        decided.add(item);
        for (String agent : committee) {
            Member member = member(agent);
            if (isBanned(member)) {
                continue;
            }
            String hash = item.attested.get(agent);
            if (hash == null) {
                item.awaited.add(agent);
            } else if (hash.equals(best)) {
                item.right.add(agent);
                voted(member, true);
            } else {
                judgeWrong(member);
            }
        }
        if (item.isFinal()) {
            deliver(item.report);
        }
    }

    private void endRoundIfDone() {
        if (deadline != 0 && open().stream().noneMatch(item -> item.inRound)) {
            queue.remove(0);
            deadline = 0;
            roundsOver++;
        }
    }

    /** What the end of a turn brings; false if nothing. */
    private boolean turnIsLost() {
        if (queue.isEmpty() || 3 * acting() <= 2 * committee.size()) {
            nextCycle();
            return true;
        }
        Member head = member(queue.get(0));
        if (owed(head).isEmpty()) {
            return false;
        }
        if (owesWhatIsVerified(head)) {
            voted(head, false);
            duty(head, true);
        }
        queue.remove(0);
        while (!queue.isEmpty() && (isBanned(member(queue.get(0))) || owesWhatIsVerified(member(queue.get(0))))) {
            queue.remove(0);
        }
        if (queue.isEmpty()) {
            List<String> before = committee;
            nextCycle();
            int first = 0; // whom the order of the next cycle does not come by; if it comes by all, nobody is left out
            while (first < queue.size()
                    && before.contains(queue.get(first))
                    && owesWhatIsVerified(member(queue.get(first)))) {
                first++;
            }
            queue.subList(0, first % queue.size()).clear();
        }
        renewTurn();
        return true;
    }

    private List<Case> owed(Member agent) {
        return open().stream()
                .filter(item -> item.inRound && !item.attested.containsKey(agent.address))
                .toList();
    }

    private boolean owesWhatIsVerified(Member agent) {
        return owed(agent).stream().anyMatch(item -> 3 * count(item, best(item)) > 2 * committee.size());
    }

    private void renewTurn() {
        if (deadline != 0) {
            deadline = height + turnBlocks;
        }
    }

    private void nextCycle() {
        List<String> elected = elect();
        cycle++;
        roundsOver = 0;
        if (elected.isEmpty()) {
            queue = new ArrayList<>(
                    committee.stream().filter(agent -> !isBanned(member(agent))).toList());
        } else {
            committee = elected;
            queue = new ArrayList<>(elected);
            open().forEach(item -> item.attested.keySet().retainAll(elected));
        }
        renewTurn();
    }

    private static String best(Case item) {
        return item.attested.values().stream()
                .max(Comparator.comparingInt(hash -> count(item, hash)))
                .orElse("");
    }

    private static int count(Case item, String hash) {
        return (int) item.attested.values().stream().filter(hash::equals).count();
    }

    private int acting() {
        return (int)
                committee.stream().filter(agent -> !isBanned(member(agent))).count();
    }

    // ---- election

    private List<Member> eligible() {
        return members.values().stream()
                .filter(member ->
                        member.ready && !isBanned(member) && member.reputation >= genesis.reputationFloorPpm())
                .toList();
    }

    private List<String> elect() {
        List<Member> eligible = eligible();
        if (eligible.size() < genesis.committee().minSeats()) {
            return List.of();
        }
        int seats = genesis.committee().seats();
        List<String> standard = eligible.stream()
                .sorted(Comparator.comparingLong((Member member) -> -member.score)
                        .thenComparing(member -> member.address))
                .limit(seats)
                .map(member -> member.address)
                .toList();
        Map<String, Long> weight = new TreeMap<>();
        for (Member candidate : eligible) {
            long sum = 0;
            for (Member voter : members.values()) {
                boolean valid = eligible.stream().anyMatch(each -> voter.vote.contains(each.address));
                List<String> choice = valid ? voter.vote : standard;
                if (!isBanned(voter) && choice.contains(candidate.address)) {
                    sum += voter.score;
                }
            }
            weight.put(candidate.address, sum);
        }
        return weight.keySet().stream()
                .sorted(Comparator.comparingLong((String address) -> -weight.getOrDefault(address, 0L))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(seats)
                .toList();
    }

    private boolean isBanned(Member member) {
        return cycle < member.bannedUntil;
    }

    private Member member(String address) {
        Member member = members.get(address);
        if (member == null) {
            throw new IllegalArgumentException("no member " + address);
        }
        return member;
    }

    private Member owner(String usagePoint) {
        return members.values().stream()
                .filter(member -> member.usagePoints.contains(usagePoint))
                .findFirst()
                .orElse(null);
    }

    /** First 20 bytes of the SHA-256 of a key. */
    public static String address(byte[] key) {
        try {
            return Sent.hex(MessageDigest.getInstance("SHA-256").digest(key)).substring(0, 40);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
