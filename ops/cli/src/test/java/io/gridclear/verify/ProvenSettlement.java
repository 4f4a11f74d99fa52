package io.gridclear.verify;

import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.bridge.replay.LineLeaves;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.embedded.EmbeddedChainListener;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.engine.proof.ReceiptSource;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.ops.committee.CommitteePlan;
import io.gridclear.ops.committee.CommitteeSight;
import io.gridclear.ops.committee.EmbeddedFounding;
import io.gridclear.ops.committee.EmbeddedNetwork;
import io.gridclear.ops.trace.Attestation;
import io.gridclear.ops.trace.Attestations;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.OutcomeRecords.SettlementDay;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/**
 * A settlement that four agents on the embedded log have decided, with the records as topics hold them.
 *
 * @param lines its lines
 * @param receipts its receipts, one a block of lines
 * @param trusted what a stranger trusts
 * @param attestations who attested to what, of this settlement and those before it on its chain
 */
public record ProvenSettlement(
        List<SettlementLine> lines, List<Receipt> receipts, TrustedFile trusted, List<Attestation> attestations) {

    static final String AREA = "area-001";
    static final long PERIOD_START = 1_800_000_000_000L;
    static final MarketTerms TERMS = new MarketTerms(
            900_000,
            900_000,
            300_000,
            100,
            450_000,
            670_000,
            ReferencePriceRule.MEAN,
            1_000_000,
            "grid",
            "EUR",
            "Europe/Berlin");

    private static final String CHAIN = "gridclear-proven";
    private static final int AGENTS = 4;

    /** One that is FINAL. */
    public static ProvenSettlement ofLines(int count) {
        return decided(count, true);
    }

    /** One that the operator claims and the agents do not come to. */
    public static ProvenSettlement disputed(int count) {
        return decided(count, false);
    }

    /** The receipt of a line. */
    public LineReceipt receiptOf(int line) {
        return receipts.stream()
                .map(BlockReceipt::of)
                .filter(block -> block.covers(line))
                .findFirst()
                .orElseThrow()
                .of(lines.get(line));
    }

    /**
     * INITIAL, METERED and CORRECTION 1 of one period, written by the kernel, each FINAL before the next. Alice sells to bob,
     * half of whose reading is missing when METERED is made, and carol finds nobody; dora has a meter and no order. The correction makes
     * lines of METERED vanish.
     */
    public static List<ProvenSettlement> ofRuns() {
        try (World world = World.open()) {
            TestRuns runs = new TestRuns();
            List<ProvenSettlement> proven = new ArrayList<>();
            for (ItemKey item : TestRuns.ITEMS) {
                List<SettlementLine> lines = new ArrayList<>();
                LineLeaves leaves = new LineLeaves();
                runs.write(item, (line, lineId, settlementId) -> add(line, lines, leaves));
                proven.add(world.decide(item, lines, leaves, true));
            }
            return proven;
        }
    }

    private static ProvenSettlement decided(int count, boolean honest) {
        List<SettlementLine> lines = new ArrayList<>();
        LineLeaves leaves = new LineLeaves();
        for (int i = 0; i < count; i++) {
            add(line(i), lines, leaves);
        }
        try (World world = World.open()) {
            return world.decide(ItemKey.initial(AREA, PERIOD_START), lines, leaves, honest);
        }
    }

    /** Four agents on the embedded log, and what a stranger trusts of it. */
    private record World(EmbeddedNetwork network, CommitteePlan plan, TrustedState first) implements AutoCloseable {

        static World open() {
            EmbeddedFounding founding = EmbeddedFounding.generate(
                    CHAIN, 1_799_000_000_000L, AGENTS, Collections.nCopies(AGENTS, List.of()));
            EmbeddedNetwork network = EmbeddedNetwork.start(
                    founding.plan(),
                    founding.validatorKeys(),
                    StrictSignatures.best(),
                    EmbeddedChainListener.NONE,
                    null);
            Chain chain = network.chain(0);
            return new World(network, founding.plan(), TrustedState.of(await(() -> chain.lightBlock(1))));
        }

        ProvenSettlement decide(ItemKey item, List<SettlementLine> lines, LineLeaves leaves, boolean honest) {
            Chain chain = network.chain(0);
            byte[] claimed = hash("claimed " + item);
            submit(
                    chain,
                    plan.operator(),
                    item,
                    SubmitClearings.of(item, hash("batch"), claimed, leaves.root(), leaves.lines()));
            Attest attest =
                    new Attest(List.of(new LedgerTransaction.Attestation(item, honest ? claimed : hash("computed"))));
            await(() -> chain.query(QueryPath.ITEM, item.toBytes()).code() == 0 ? Optional.of(true) : Optional.empty());
            plan.members().forEach(member -> submit(chain, member.nodeKey(), item, attest));
            ReceiptSource source = new ReceiptSource(chain, StrictSignatures.best(), first);
            ReceiptProof proof = await(() -> source.receipt(item));
            TreeMap<String, MarketTerms> terms = new TreeMap<>();
            terms.put(AREA, TERMS);
            return new ProvenSettlement(
                    lines, receipts(item, proof, leaves), new TrustedFile(first, terms), attestations(item));
        }

        /** The last agent's attestation may stand in a block after the one that decided. */
        private List<Attestation> attestations(ItemKey item) {
            return await(() -> {
                CommitteeSight sight = CommitteeSight.of(network.chain(0));
                List<Attestation> all = Attestations.of(network.chain(0), sight::nameOf);
                boolean complete = all.stream()
                                .filter(one ->
                                        one.run().equals(LineReceipt.run(item)) && one.revision() == item.revision())
                                .map(Attestation::agent)
                                .distinct()
                                .count()
                        == AGENTS;
                return complete ? Optional.of(all) : Optional.empty();
            });
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static void add(
            io.gridclear.market.settlement.SettlementLine line, List<SettlementLine> lines, LineLeaves leaves) {
        CanonicalWriter writer = new CanonicalWriter();
        byte[] lineId = line.lineId(writer, new Sha256());
        byte[] settlementId = line.settlementId(lineId, writer, new Sha256());
        leaves.line(line, lineId, settlementId);
        lines.add(OutcomeRecords.toRecord(line, lineId, settlementId, SettlementDay.of(line.period())));
    }

    private static io.gridclear.market.settlement.SettlementLine line(int index) {
        boolean sells = index % 2 == 0;
        int trade = index / 2;
        return io.gridclear.market.settlement.SettlementLine.initial(
                SettlementPeriod.of(AREA, PERIOD_START, TERMS),
                index,
                sells ? "alice" : "bob",
                sells ? "bob" : "alice",
                new OrderRef("order-" + trade, sells ? "point-a" : "point-b", sells ? "alice" : "bob"),
                index % 7 == 6 ? ChargeType.GRID_ENERGY : ChargeType.ENERGY,
                sells ? Direction.CREDIT : Direction.DEBIT,
                1_000 + trade,
                520_000,
                AREA + "/" + PERIOD_START + "/" + trade);
    }

    private static void submit(Chain chain, ValidatorKey signer, ItemKey item, LedgerTransaction transaction) {
        byte[] idempotencyKey = Arrays.copyOf(hash(item.toString()), 16);
        await(() -> {
            byte[] bytes = TransactionCodec.encode(CHAIN, transaction, signer, chain.height() + 50, idempotencyKey);
            return chain.submit(bytes).isAccepted() ? Optional.of(true) : Optional.empty();
        });
    }

    /** Asks a chain. */
    private interface Question<T> {
        Optional<T> ask() throws ChainUnavailableException;
    }

    private static <T> T await(Question<T> question) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(question::ask, Optional::isPresent)
                .orElseThrow();
    }

    private static List<Receipt> receipts(ItemKey item, ReceiptProof proof, LineLeaves leaves) {
        Outcome outcome = proof.outcome().outcome();
        List<Receipt> receipts = new ArrayList<>();
        for (int block = 0; block < leaves.blockCount(); block++) {
            ByteArrayOutputStream path = new ByteArrayOutputStream();
            leaves.path(block).siblings().forEach(path::writeBytes);
            receipts.add(Receipt.newBuilder()
                    .setAreaMrid(AREA)
                    .setPeriodStart(Instant.ofEpochMilli(PERIOD_START))
                    .setRun(SettlementRun.valueOf(LineReceipt.run(item)))
                    .setRevision(item.revision())
                    .setStatus(LedgerStatus.valueOf(outcome.status().name()))
                    .setSettlementRoot(ByteBuffer.wrap(outcome.settlementRoot()))
                    .setSettlementLines(outcome.lines())
                    .setFirstLineIndex((long) block * LineLeaves.BLOCK_LEAVES)
                    .setLeafHashes(ByteBuffer.wrap(leaves.block(block)))
                    .setPath(ByteBuffer.wrap(path.toByteArray()))
                    .setChainId(CHAIN)
                    .setDecidedHeight(outcome.height())
                    .setProof(ByteBuffer.wrap(proof.toBytes()))
                    .build());
        }
        return receipts;
    }

    private static byte[] hash(String words) {
        return new Sha256().hash(words.getBytes(StandardCharsets.UTF_8));
    }
}
