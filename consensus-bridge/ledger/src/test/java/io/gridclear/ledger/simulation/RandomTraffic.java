package io.gridclear.ledger.simulation;

import io.gridclear.ledger.TestChain;
import io.gridclear.ledger.TestKey;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.genesis.LedgerGenesis.CommitteeTerms;
import io.gridclear.ledger.genesis.LedgerGenesis.Limits;
import io.gridclear.ledger.genesis.LedgerGenesis.Profile;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.LedgerTransaction.ClearingClaim;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.Possession;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.ledger.twin.Sent;
import io.gridclear.ledger.twin.Sent.Flaw;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.score.ScoreProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What people, agents and enemies send, from one seed. */
final class RandomTraffic {

    private static final TestKey STRANGER = new TestKey("stranger");

    /** How a node behaves for the time being. */
    private enum Mood {
        HONEST,
        SLOW,
        SILENT,
        WRONG,
        TWO_FACED
    }

    private static final int AWAY_BLOCKS = 20;

    private final SplittableRandom random;
    private final LedgerGenesis genesis;
    private final int nodes;
    private final int newcomers;
    private final int malicePercent;
    private final Mood[] moods;
    private final boolean someAreAway;

    /** Of equal tallies: by address. */
    private final List<TestKey> queue;

    private final List<ClearingClaim> submitted = new ArrayList<>();
    private final List<Attestation> reported = new ArrayList<>();
    private final List<Sent> history = new ArrayList<>();
    private long keys;
    private int nextItem;

    RandomTraffic(long seed) {
        this.random = new SplittableRandom(seed);
        // two absent in a row, and more than two thirds who are not, take many nodes that are not malicious as well
        this.someAreAway = seed % 5 == 1;
        this.nodes = someAreAway ? 7 : 3 + random.nextInt(8);
        this.queue = IntStream.range(0, nodes)
                .mapToObj(TestChain::node)
                .sorted(Comparator.comparing(TestKey::address))
                .toList();
        this.newcomers = random.nextInt(3);
        this.genesis = randomGenesis();
        int malice = random.nextInt(4) == 0 ? 40 : random.nextInt(15);
        this.malicePercent = someAreAway ? 0 : malice;
        this.moods = new Mood[nodes + newcomers];
        Arrays.fill(moods, Mood.HONEST);
    }

    /**
     * Fewer than a third of all, all at once and for longer than a turn: moods do not last so long, nor come together. Others
     * each time, neighbours in the order of the queue; the first time its last and its first, where one cycle ends and the
     * next begins.
     */
    private boolean isAway(int i, long height) {
        long window = height / AWAY_BLOCKS;
        int place = queue.indexOf(TestChain.node(i));
        return someAreAway && place >= 0 && window % 2 == 1 && (place + window) % nodes < (nodes - 1) / 3;
    }

    LedgerGenesis genesis() {
        return genesis;
    }

    private LedgerGenesis randomGenesis() {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            candidates.add(new Candidate(
                    "node" + i,
                    TestChain.node(i).publicKey(),
                    TestChain.validator(i).publicKey(),
                    i % 3 == 2 ? List.of() : List.of("up-" + i, "up-" + i + "b"),
                    500_000 + random.nextInt(500_000)));
        }
        int seats = someAreAway ? nodes : 1 + random.nextInt(nodes);
        int minSeats = random.nextBoolean() ? Math.min(seats, 2 * seats / 3 + 1) : 1 + random.nextInt(seats);
        int window = 1 + random.nextInt(10);
        int missedThreshold = random.nextInt(window + 1);
        boolean hardened = random.nextBoolean();
        CommitteeTerms terms = new CommitteeTerms(
                seats,
                minSeats,
                1 + random.nextInt(4),
                1 + random.nextInt(6),
                window,
                someAreAway ? window : missedThreshold, // who is banned is not away any more
                random.nextInt(4) > 0,
                10,
                random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0,
                hardened && random.nextBoolean() ? 200_000 : 0);
        Limits limits = new Limits(1 + random.nextInt(20), 3 + random.nextInt(20), nodes + 1);
        return new LedgerGenesis(
                hardened ? Profile.HARDENED : Profile.PAPER,
                hardened ? ScoreProfile.hardened(400_000, 300_000, 300_000) : ScoreProfile.paper(600_000, 400_000),
                hardened ? 300_000 : 0,
                terms,
                limits,
                List.of(TestChain.OPERATOR.publicKey()),
                candidates);
    }

    /** Transactions of a block. */
    List<Sent> block(long height) {
        List<Sent> block = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            return block;
        }
        changeMoods();
        if (random.nextInt(3) > 0) {
            operator(height, block);
        }
        for (int i = 0; i < moods.length; i++) {
            node(height, i, block);
        }
        if (random.nextInt(3) == 0) {
            enemies(height, block);
        }
        for (int i = block.size() - 1; i > 0; i--) {
            block.set(i, block.set(random.nextInt(i + 1), block.get(i)));
        }
        history.addAll(block);
        return block;
    }

    /** Validators that the engine has proof against. */
    List<TestKey> misbehaving() {
        return random.nextInt(60) == 0 ? List.of(TestChain.validator(random.nextInt(moods.length + 1))) : List.of();
    }

    private void changeMoods() {
        for (int i = 0; i < moods.length; i++) {
            int draw = random.nextInt(100);
            if (draw < malicePercent) {
                moods[i] = Mood.values()[1 + random.nextInt(Mood.values().length - 1)];
            } else if (draw > 70) {
                moods[i] = Mood.HONEST;
            }
        }
    }

    private void operator(long height, List<Sent> block) {
        List<ClearingClaim> claims = new ArrayList<>();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            ItemKey item = nextItem();
            boolean lie = random.nextInt(10) == 0;
            ClearingClaim claim = new ClearingClaim(
                    item,
                    TestChain.hash("batch " + item),
                    lie ? TestChain.hash("lie " + item) : right(item),
                    TestChain.hash("root " + item),
                    random.nextInt(1000));
            submitted.add(claim);
            claims.add(claim);
        }
        if (random.nextInt(6) == 0) {
            claims.add(any(random.nextBoolean() ? claims : submitted));
        }
        if (random.nextInt(3) == 0) {
            block.add(sent(height, TestChain.OPERATOR, new SubmitClearings(claims)));
        } else {
            claims.forEach(claim -> block.add(sent(height, TestChain.OPERATOR, new SubmitClearings(List.of(claim)))));
        }
        if (random.nextInt(4) == 0) {
            ClearingClaim again = any(submitted);
            block.add(sent(
                    height,
                    TestChain.OPERATOR,
                    random.nextBoolean()
                            ? new SubmitClearings(List.of(again))
                            : SubmitClearings.of(
                                    again.item(),
                                    again.batchDigest(),
                                    TestChain.hash("another"),
                                    again.settlementRoot(),
                                    again.lines())));
        }
        if (random.nextInt(3) == 0 && !someAreAway) { // two reports of one run make nearly all contradict themselves
            ReportDelivery report = report();
            ItemKey item = report.item().delivery();
            reported.add(new Attestation(item, random.nextInt(6) == 0 ? right(item) : report.hash()));
            block.add(sent(height, TestChain.OPERATOR, report));
        }
    }

    /** The INITIAL run of a new period, or a later run of one that was handed in, whatever became of that. */
    private ItemKey nextItem() {
        if (submitted.isEmpty() || random.nextInt(3) > 0) {
            return TestChain.item(nextItem++);
        }
        ItemKey last = any(submitted).item();
        return last.run() == ItemKey.INITIAL
                ? new ItemKey(last.area(), last.periodStart(), ItemKey.METERED, 0)
                : new ItemKey(last.area(), last.periodStart(), ItemKey.CORRECTION, last.revision() + 1);
    }

    private ReportDelivery report() {
        List<Delivery> deliveries = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            if (i % 3 != 2 && random.nextInt(30) > 0) {
                deliveries.add(delivery("up-" + i));
                deliveries.add(delivery("up-" + i + "b"));
            }
        }
        for (int i = nodes; i < moods.length; i++) {
            if (random.nextBoolean()) {
                deliveries.add(delivery("new-up-" + i));
            }
        }
        if (deliveries.isEmpty() || random.nextInt(8) == 0) {
            deliveries.add(delivery(random.nextBoolean() ? "nobody's" : "up-0"));
        }
        List<ItemKey> metered = submitted.stream()
                .map(ClearingClaim::item)
                .filter(each -> each.run() == ItemKey.METERED)
                .toList();
        ItemKey item =
                metered.isEmpty() || random.nextInt(6) == 0 ? any(submitted).item() : any(metered);
        return new ReportDelivery(new ItemKey(item.area(), item.periodStart(), ItemKey.METERED, 0), deliveries);
    }

    private Delivery delivery(String usagePoint) {
        long contracted = random.nextInt(5) == 0 ? 0 : random.nextLong(1, 100_000);
        long delivered = switch (random.nextInt(4)) {
            case 0 -> contracted;
            case 1 -> random.nextLong(300_000);
            default -> contracted * (90 + random.nextInt(20)) / 100;
        };
        return new Delivery(usagePoint, contracted, delivered);
    }

    private void node(long height, int i, List<Sent> block) {
        TestKey node = TestChain.node(i);
        if (i >= nodes && random.nextInt(8) == 0) {
            block.add(registration(height, i));
        }
        if (random.nextInt(8) == 0) {
            block.add(sent(height, node, new Ready()));
        }
        if (random.nextInt(15) == 0 && !someAreAway) {
            block.add(sent(height, node, vote()));
        }
        if (submitted.isEmpty()
                || isAway(i, height)
                || moods[i] == Mood.SILENT
                || moods[i] == Mood.SLOW && random.nextInt(6) > 0) {
            return;
        }
        List<Attestation> attestations = new ArrayList<>();
        int recent = Math.max(0, submitted.size() - 25);
        for (ClearingClaim submit : submitted.subList(recent, submitted.size())) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            boolean lies = moods[i] == Mood.WRONG || moods[i] == Mood.TWO_FACED && random.nextBoolean();
            attestations.add(new Attestation(
                    submit.item(),
                    lies && random.nextInt(4) == 0 ? TestChain.hash("wrong " + submit.item()) : right(submit.item())));
        }
        for (Attestation right : reported.subList(Math.max(0, reported.size() - 12), reported.size())) {
            if (random.nextInt(4) > 0) {
                attestations.add(right);
            }
        }
        if (random.nextInt(10) == 0) {
            attestations.add(new Attestation(TestChain.item(1_000_000), right(TestChain.item(1_000_000))));
        }
        if (!attestations.isEmpty()) {
            block.add(sent(height, node, new Attest(attestations)));
        }
    }

    private CastVote vote() {
        List<byte[]> candidates = new ArrayList<>();
        for (int left = random.nextInt(genesis.committee().seats() + 2); left > 0; left--) {
            byte[] candidate =
                    TestChain.node(random.nextInt(moods.length)).address().toBytes();
            boolean fresh = candidates.stream().noneMatch(each -> Arrays.equals(each, candidate));
            if (fresh || random.nextInt(20) == 0) {
                candidates.add(candidate);
            }
        }
        return new CastVote(candidates);
    }

    private Sent registration(long height, int i) {
        TestKey node = TestChain.node(i);
        TestKey validator = TestChain.validator(random.nextInt(6) == 0 ? 0 : i);
        boolean forged = random.nextInt(4) == 0;
        byte[] possession =
                forged ? new byte[64] : validator.sign(Possession.message(TestChain.CHAIN_ID, node.publicKey()));
        RegisterCandidate register = new RegisterCandidate(
                node.name(),
                validator.publicKey(),
                possession,
                List.of(random.nextInt(6) == 0 ? "up-0" : "new-up-" + i));
        return sent(height, node, register, height + 1, forged ? Flaw.NO_POSSESSION : Flaw.NONE);
    }

    private void enemies(long height, List<Sent> block) {
        if (!history.isEmpty()) {
            for (int left = random.nextInt(4); left > 0; left--) {
                block.add(any(history));
            }
            Sent original = any(history);
            if (original.flaw() == Flaw.NONE) {
                // the same idempotency key, for something else
                String key = original.key();
                block.add(sign(original.sender(), new Ready(), height, key, Flaw.NONE));
            }
        }
        TestKey node = TestChain.node(random.nextInt(moods.length));
        long window = genesis.limits().transactionWindowBlocks();
        switch (random.nextInt(7)) {
            case 0 -> block.add(sent(height, node, new Ready(), height - 1, Flaw.NONE));
            case 1 -> block.add(sent(height, node, new Ready(), height + window + 1, Flaw.NONE));
            case 2 -> block.add(sent(height, node, new Ready(), height + window, Flaw.FORGED));
            case 3 -> block.add(sent(height, node, new Ready(), height, Flaw.OTHER_CHAIN));
            case 4 -> block.add(garbage(height, node));
            case 5 -> block.add(sent(height, STRANGER, vote(), height, Flaw.NONE));
            default ->
                block.add(sent(
                        height,
                        node,
                        SubmitClearings.of(TestChain.item(nextItem + 7), new byte[32], new byte[32], new byte[32], 1),
                        height,
                        Flaw.NONE));
        }
    }

    private Sent garbage(long height, TestKey node) {
        byte[] bytes = sent(height, node, new Ready(), height, Flaw.NONE).bytes();
        byte[] broken = random.nextBoolean()
                ? Arrays.copyOf(bytes, random.nextInt(bytes.length))
                : Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
        return new Sent(broken, node, new Ready(), height, "", Flaw.GARBAGE);
    }

    private Sent sent(long height, TestKey sender, LedgerTransaction transaction) {
        return sent(
                height,
                sender,
                transaction,
                height + random.nextInt(genesis.limits().transactionWindowBlocks() + 1),
                Flaw.NONE);
    }

    private Sent sent(long height, TestKey sender, LedgerTransaction transaction, long validUntil, Flaw flaw) {
        byte[] key = new CanonicalWriter().int64(height).int64(keys++).toBytes();
        return sign(sender, transaction, validUntil, HexFormat.of().formatHex(key), flaw);
    }

    private Sent sign(TestKey sender, LedgerTransaction transaction, long validUntil, String key, Flaw flaw) {
        byte[] bytes = TransactionCodec.encode(
                flaw == Flaw.OTHER_CHAIN ? "another-chain" : TestChain.CHAIN_ID,
                transaction,
                sender,
                validUntil,
                HexFormat.of().parseHex(key));
        if (flaw == Flaw.FORGED) {
            bytes[bytes.length - 1 - random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
        }
        return new Sent(bytes, sender, transaction, validUntil, key, flaw);
    }

    private static byte[] right(ItemKey item) {
        return TestChain.hash("right " + item);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
