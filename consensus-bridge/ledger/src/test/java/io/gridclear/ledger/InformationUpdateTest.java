package io.gridclear.ledger;

import static io.gridclear.ledger.TestChain.OPERATOR;
import static io.gridclear.ledger.TestChain.genesis;
import static io.gridclear.ledger.TestChain.item;
import static io.gridclear.ledger.TestChain.metered;
import static io.gridclear.ledger.TestChain.node;
import static io.gridclear.ledger.TestChain.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.RefusalCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paper, section 3.3.2, step 3, and the equations of 3.3.1: scores after a delivery, and the head's leave of the queue. */
class InformationUpdateTest {

    private static TestChain withFinalItem(LedgerGenesis genesis) {
        TestChain chain = new TestChain(genesis);
        finalise(chain, 1);
        return chain;
    }

    /** Item i and its METERED run. */
    private static void finalise(TestChain chain, int i) {
        chain.open(i);
        chain.attestAll(chain.agents(), i);
        assertThat(chain.isDecided(i)).isTrue();
        chain.meter(i);
        chain.attestAll(chain.agents(), metered(i), TestChain.hash("right-m" + i));
    }

    private static void report(TestChain chain, int item, Delivery... deliveries) {
        ReportDelivery report = chain.report(item, deliveries);
        assertThat(chain.refusal(OPERATOR, report)).isNull();
        chain.attestAll(chain.agents(), item(item).delivery(), report.hash());
    }

    /** The operator's word alone, or that of two thirds, changes nothing; more than two thirds do. */
    @Test
    void aReportCountsWhenMoreThanTwoThirdsHaveComeToIt() {
        TestChain chain = withFinalItem(genesis(7, 6));
        ReportDelivery report = chain.report(1, new Delivery("up-0", 1_000, 0));
        NodeView before = chain.view(node(0));
        assertThat(chain.refusal(OPERATOR, report)).isNull();
        List<TestKey> agents = chain.agents();
        TestKey head = chain.head();
        List<TestKey> others =
                agents.stream().filter(agent -> !agent.equals(head)).toList();
        chain.attestAll(List.of(head), item(1).delivery(), report.hash());
        chain.attestAll(others.subList(0, 3), item(1).delivery(), report.hash());
        assertThat(chain.view(node(0)).scorePpm()).as("four of six").isEqualTo(before.scorePpm());
        chain.attestAll(others.subList(3, 4), item(1).delivery(), report.hash());
        assertThat(chain.view(node(0)).reputationPpm()).as("five of six").isZero();
    }

    @Test
    void aLyingOperatorsReportChangesNoScore() {
        TestChain chain = withFinalItem(genesis(5, 4));
        ReportDelivery lie = chain.report(1, new Delivery("up-0", 1_000, 0));
        ReportDelivery truth = chain.report(1, new Delivery("up-0", 1_000, 1_000));
        NodeView before = chain.view(node(0));
        assertThat(chain.refusal(OPERATOR, lie)).isNull();
        chain.attestAll(chain.agents(), item(1).delivery(), truth.hash());
        assertThat(chain.view(node(0)).scorePpm()).isEqualTo(before.scorePpm());
        assertThat(chain.view(node(0)).reputationPpm()).isEqualTo(before.reputationPpm());
        assertThat(chain.refusal(OPERATOR, truth))
                .as("a period has one report")
                .isEqualTo(RefusalCode.ALREADY_REPORTED);
    }

    /** Equation 2: 1 - |Epre - Ereal| / Epre, not below 0. */
    @ParameterizedTest(name = "contracted {0} Wh, delivered {1} Wh: {2}")
    @CsvSource({
        "1000, 1000, 1000000",
        "1000, 900, 900000",
        "1000, 1100, 900000",
        "1000, 0, 0",
        "1000, 2000, 0",
        "1000, 5000, 0",
        "3, 2, 666667",
        "1, 1, 1000000"
    })
    void reputation(long contractedWh, long deliveredWh, long reputationPpm) {
        TestChain chain = withFinalItem(genesis(4, 4));
        report(chain, 1, new Delivery("up-0", contractedWh, deliveredWh));
        assertThat(chain.view(node(0)).reputationPpm()).isEqualTo(reputationPpm);
        assertThat(chain.view(node(0)).amountPpm()).as("alone: Emax = Emin").isZero();
    }

    /** Equation 3: (E - Emin) / (Emax - Emin), over the nodes with a trade; equation 1 with 0.5 and 0.5. */
    @Test
    void amountAndComposite() {
        TestChain chain = withFinalItem(genesis(4, 4));
        report(
                chain,
                1,
                new Delivery("up-0", 1_000, 1_000),
                new Delivery("up-1", 4_000, 2_000),
                new Delivery("up-2", 3_000, 4_000));

        assertThat(chain.view(node(0)).amountPpm()).isZero();
        assertThat(chain.view(node(1)).amountPpm()).as("1,000 of 3,000").isEqualTo(333_333);
        assertThat(chain.view(node(2)).amountPpm()).isEqualTo(1_000_000);
        assertThat(chain.view(node(0)).scorePpm()).isEqualTo(500_000);
        assertThat(chain.view(node(1)).scorePpm()).isEqualTo((500_000 + 333_333) / 2);
        assertThat(chain.view(node(2)).scorePpm())
                .as("reputation 1 - 1,000 / 3,000")
                .isEqualTo((666_667 + 1_000_000) / 2);
    }

    @Test
    void withoutATradeANodeKeepsItsScoreAndCountsNotAmongLeastAndMost() {
        TestChain chain = withFinalItem(genesis(4, 4));
        NodeView before = chain.view(node(3));
        report(
                chain,
                1,
                new Delivery("up-0", 1_000, 1_000),
                new Delivery("up-1", 2_000, 2_000),
                new Delivery("up-3", 0, 1_000_000));

        assertThat(chain.view(node(3)).scorePpm()).as("nothing contracted").isEqualTo(before.scorePpm());
        assertThat(chain.view(node(2)).scorePpm()).as("not in the report").isEqualTo(898_000);
        assertThat(chain.view(node(1)).amountPpm())
                .as("the most of those with a trade")
                .isEqualTo(1_000_000);
    }

    @Test
    void theEnergyOfANodeIsThatOfAllItsUsagePoints() {
        var candidates = new java.util.ArrayList<>(TestChain.candidates(4));
        var first = candidates.get(0);
        candidates.set(
                0,
                new LedgerGenesis.Candidate(
                        first.name(), first.nodeKey(), first.validatorKey(), List.of("a", "b"), 900_000));
        TestChain chain = withFinalItem(LedgerGenesis.paper(4, List.of(OPERATOR.publicKey()), candidates));
        report(chain, 1, new Delivery("a", 600, 1_000), new Delivery("b", 400, 0), new Delivery("up-1", 10, 10));
        assertThat(chain.view(node(0)).reputationPpm()).isEqualTo(1_000_000);
        assertThat(chain.view(node(0)).amountPpm()).isEqualTo(1_000_000);
    }

    @Test
    void theLargestEnergiesDoNotOverflow() {
        TestChain chain = withFinalItem(genesis(4, 4));
        long most = io.gridclear.ledger.transaction.TransactionCodec.MOST_ENERGY_WH;
        report(chain, 1, new Delivery("up-0", most, most), new Delivery("up-1", most, most / 2));
        assertThat(chain.view(node(0)).scorePpm()).isEqualTo(1_000_000);
        assertThat(chain.view(node(1)).reputationPpm()).isEqualTo(500_000);
    }

    @Test
    void theHardenedProfileRemembersReputation() {
        TestChain chain =
                withFinalItem(LedgerGenesis.hardened(4, List.of(OPERATOR.publicKey()), TestChain.candidates(4)));
        report(chain, 1, new Delivery("up-0", 1_000, 0));
        assertThat(chain.view(node(0)).reputationPpm())
                .as("0.3 x 0 + 0.7 x 0.9")
                .isEqualTo(630_000);
    }

    private static TestChain withBreachBelow(long ppm) {
        LedgerGenesis genesis = LedgerGenesis.hardened(4, List.of(OPERATOR.publicKey()), TestChain.candidates(6));
        return withFinalItem(genesis.with(genesis.committee().withBreach(ppm)));
    }

    @Test
    void whoIsFarOffWhatItSoldIsBannedWhetherItIsAnAgentOrNot() {
        TestChain chain = withBreachBelow(500_000);
        assertThat(chain.agents()).doesNotContain(node(5));
        long cycle = chain.committee().cycle();

        report(
                chain,
                1,
                new Delivery("up-0", 1_000, 499),
                new Delivery("up-1", 1_000, 500),
                new Delivery("up-2", 1_000, 1_500),
                new Delivery("up-3", 0, 5_000),
                new Delivery("up-5", 1_000, 1_501));

        assertThat(chain.view(node(0)).banned()).as("less than half").isTrue();
        assertThat(chain.view(node(1)).banned()).as("just half").isFalse();
        assertThat(chain.view(node(2)).banned()).as("one and a half").isFalse();
        assertThat(chain.view(node(3)).banned()).as("nothing sold").isFalse();
        assertThat(chain.view(node(4)).banned()).as("not in the report").isFalse();
        assertThat(chain.view(node(5)).banned()).as("no agent").isTrue();
        assertThat(chain.view(node(5)).bannedUntilCycle())
                .isEqualTo(cycle + chain.genesis().committee().banCycles());
        assertThat(chain.view(node(0)).correctVotesPpm())
                .as("it attested rightly to its own breach")
                .isGreaterThan(chain.view(node(5)).correctVotesPpm());
    }

    @Test
    void aBanThatRunsIsNotProlongedByDeliveries() {
        TestChain chain = withBreachBelow(500_000);
        report(chain, 1, new Delivery("up-5", 1_000, 0));
        long until = chain.view(node(5)).bannedUntilCycle();
        for (int item = 2; chain.committee().cycle() < 2; item++) {
            chain.open(item);
            chain.attestAll(chain.agents(), item);
        }
        finalise(chain, 100);

        report(chain, 100, new Delivery("up-5", 1_000, 0));

        assertThat(chain.view(node(5)).bannedUntilCycle()).isEqualTo(until);
    }

    @Test
    void withoutABreachNobodyIsBannedForItsDeliveries() {
        for (TestChain chain : List.of(withBreachBelow(0), withFinalItem(genesis(4, 4)))) {
            report(chain, 1, new Delivery("up-0", 1_000, 0));
            assertThat(chain.view(node(0)).banned()).isFalse();
        }
    }

    @Test
    void theHardenedProfileCountsCorrectVotes() {
        TestChain chain =
                new TestChain(LedgerGenesis.hardened(7, List.of(OPERATOR.publicKey()), TestChain.candidates(7)));
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.block(chain.attestTx(agents.get(6), 1, wrong(1)));
        long before = chain.view(agents.get(6)).correctVotesPpm();
        long beforeRight = chain.view(agents.get(0)).correctVotesPpm();
        chain.attestAll(agents.subList(0, 5), 1);
        assertThat(chain.view(agents.get(6)).correctVotesPpm()).isEqualTo(before * 700_000 / 1_000_000);
        assertThat(chain.view(agents.get(0)).correctVotesPpm())
                .isEqualTo((300_000L * 1_000_000 + 700_000L * beforeRight) / 1_000_000);
        long silent = chain.view(agents.get(5)).correctVotesPpm();
        chain.pass(8);
        assertThat(chain.view(agents.get(5)).correctVotesPpm())
                .as("withheld until the grace was over")
                .isEqualTo(silent * 700_000 / 1_000_000);
    }

    @Test
    void theHeadLeavesTheQueueWithItsRoundAndTheEmptyQueueElects() {
        TestChain chain = TestChain.ofAgents(3);
        List<TestKey> agents = chain.agents();
        for (int i = 0; i < 3; i++) {
            assertThat(chain.queue()).isEqualTo(agents.subList(i, 3));
            assertThat(chain.committee().cycle()).isEqualTo(1);
            chain.open(i);
            chain.attestAll(agents, i);
            assertThat(chain.outcome(i).producer())
                    .isEqualTo(agents.get(i).address().toBytes());
        }
        assertThat(chain.committee().cycle()).isEqualTo(2);
        assertThat(chain.queue()).hasSize(3);
    }

    @Test
    void aScoreThatFallsCostsTheSeat() {
        TestChain chain = withFinalItem(genesis(5, 4));
        assertThat(chain.agents()).contains(node(0)).doesNotContain(node(4));
        report(chain, 1, new Delivery("up-0", 1_000, 0));
        for (int i = 2; chain.committee().cycle() == 1; i++) {
            chain.open(i);
            chain.attestAll(chain.agents(), i);
        }
        assertThat(chain.agents()).contains(node(4)).doesNotContain(node(0));
    }
}
