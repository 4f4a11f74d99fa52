package io.gridclear.ledger;

import static io.gridclear.ledger.TestChain.OPERATOR;
import static io.gridclear.ledger.TestChain.attest;
import static io.gridclear.ledger.TestChain.claim;
import static io.gridclear.ledger.TestChain.genesis;
import static io.gridclear.ledger.TestChain.hash;
import static io.gridclear.ledger.TestChain.item;
import static io.gridclear.ledger.TestChain.node;
import static io.gridclear.ledger.TestChain.right;
import static io.gridclear.ledger.TestChain.submit;
import static io.gridclear.ledger.TestChain.validator;
import static io.gridclear.ledger.TestChain.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.genesis.LedgerGenesis.Limits;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.Possession;
import io.gridclear.ledger.transaction.RefusalCode;
import io.gridclear.ledger.transaction.TransactionCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table of transactions against every code of refusal: on one chain of 5 nodes, 4 seats, at most 6 nodes and 3 open items,
 * where node 3 is banned, item 1 is final, item 2 is disputed and item 3 open.
 */
class RefusalsTest {

    private record Row(String what, RefusalCode expected, Function<TestChain, byte[]> transaction) {

        @Override
        public String toString() {
            return what + ": " + (expected == null ? "accepted" : expected);
        }
    }

    private static TestChain chain() {
        TestChain chain = new TestChain(genesis(5, 4).with(new Limits(100, 3, 6)));
        chain.block(chain.tx(OPERATOR, submit(1)), chain.tx(OPERATOR, submit(2, hash("lie"))));
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents, 1);
        chain.attestAll(agents, 2);
        chain.open(3);
        chain.misbehave(validator(3));
        chain.pass(9);
        assertThat(chain.isDecided(1) && chain.isDecided(2)).isTrue();
        return chain;
    }

    private static SubmitClearings later(int i, int run, int revision) {
        ItemKey initial = item(i);
        return SubmitClearings.of(
                new ItemKey(initial.area(), initial.periodStart(), run, revision),
                hash("batch"),
                hash("h"),
                hash("root"),
                7);
    }

    private static ReportDelivery report(int item, Delivery... deliveries) {
        return new ReportDelivery(TestChain.metered(item), List.of(deliveries));
    }

    /** Item 3 and its METERED run are decided, the run on this hash. */
    private static void meter(TestChain chain, String hash) {
        finalise(chain, 3);
        chain.meter(3);
        chain.attestAll(
                chain.agents().stream().filter(agent -> !agent.equals(node(3))).toList(),
                TestChain.metered(3),
                hash(hash));
    }

    /** A report on the METERED run of item 3, FINAL. */
    private static Row reportRow(String what, RefusalCode expected, Function<TestChain, ReportDelivery> report) {
        return new Row(what, expected, chain -> {
            meter(chain, "right-m3");
            return chain.tx(OPERATOR, report.apply(chain));
        });
    }

    private static RegisterCandidate registration(TestKey node, TestKey validator, String... usagePoints) {
        return new RegisterCandidate(
                "newcomer",
                validator.publicKey(),
                validator.sign(Possession.message(TestChain.CHAIN_ID, node.publicKey())),
                List.of(usagePoints));
    }

    private static Row row(String what, RefusalCode expected, TestKey sender, LedgerTransaction transaction) {
        return new Row(what, expected, chain -> chain.tx(sender, transaction));
    }

    private static Row envelope(String what, RefusalCode expected, int blocksAhead) {
        return new Row(
                what,
                expected,
                chain -> TransactionCodec.encode(
                        TestChain.CHAIN_ID,
                        vote(node(1)),
                        node(0),
                        chain.height() + 1 + blocksAhead,
                        chain.freshKey()));
    }

    static Stream<Row> rows() {
        Delivery one = new Delivery("up-1", 5, 5);
        return Stream.of(
                new Row("nothing at all", RefusalCode.MALFORMED, chain -> new byte[0]),
                new Row("too long", RefusalCode.MALFORMED, chain -> new byte[TransactionCodec.MOST_BYTES + 1]),
                new Row("a byte too many", RefusalCode.MALFORMED, chain -> {
                    byte[] good = chain.tx(node(0), vote(node(1)));
                    return Arrays.copyOf(good, good.length + 1);
                }),
                new Row(
                        "signed for another chain",
                        RefusalCode.WRONG_CHAIN,
                        chain -> TransactionCodec.encode(
                                "another", vote(node(1)), node(0), chain.height() + 1, chain.freshKey())),
                envelope("valid until the height before", RefusalCode.EXPIRED, -1),
                envelope("valid until this very height", null, 0),
                envelope("valid as long as the window", null, 100),
                envelope("valid longer than the window", RefusalCode.TOO_FAR_AHEAD, 101),
                new Row("a signature with a flipped bit", RefusalCode.BAD_SIGNATURE, chain -> {
                    byte[] good = chain.tx(node(0), vote(node(1)));
                    good[good.length - 1] ^= 1;
                    return good;
                }),
                row("a node submits", RefusalCode.NOT_OPERATOR, node(0), submit(9)),
                row("a node reports", RefusalCode.NOT_OPERATOR, node(0), report(1, one)),
                row("the operator submits", null, OPERATOR, submit(9)),
                row("a stranger votes", RefusalCode.NOT_REGISTERED, node(9), vote(node(1))),
                row("a stranger is ready", RefusalCode.NOT_REGISTERED, node(9), new Ready()),
                row("the operator attests", RefusalCode.NOT_REGISTERED, OPERATOR, attest(3, right(3))),
                row("a banned node votes", RefusalCode.BANNED, node(3), vote(node(1))),
                row("a banned node is ready", RefusalCode.BANNED, node(3), new Ready()),
                row("a banned agent attests", RefusalCode.BANNED, node(3), attest(3, right(3))),
                row("a node out of office attests", RefusalCode.NOT_AN_AGENT, node(4), attest(3, right(3))),
                row("an agent attests", null, node(1), attest(3, right(3))),
                row(
                        "a node registers again",
                        RefusalCode.ALREADY_REGISTERED,
                        node(0),
                        registration(node(0), validator(8))),
                row("the sixth node of six", null, node(8), registration(node(8), validator(8), "up-8")),
                new Row("the seventh node of six", RefusalCode.TOO_MANY_NODES, chain -> {
                    chain.send(node(7), registration(node(7), validator(7)));
                    return chain.tx(node(8), registration(node(8), validator(8)));
                }),
                row(
                        "a validator of another",
                        RefusalCode.VALIDATOR_KEY_TAKEN,
                        node(8),
                        registration(node(8), validator(0))),
                row(
                        "a usage point of another",
                        RefusalCode.USAGE_POINT_TAKEN,
                        node(8),
                        registration(node(8), validator(8), "up-8", "up-0")),
                row(
                        "a validator that did not sign",
                        RefusalCode.BAD_POSSESSION,
                        node(8),
                        new RegisterCandidate("n", validator(8).publicKey(), new byte[64], List.of())),
                row(
                        "a validator that signed for another node",
                        RefusalCode.BAD_POSSESSION,
                        node(8),
                        registration(node(7), validator(8))),
                row("as many candidates as seats", null, node(0), vote(node(0), node(1), node(2), node(4))),
                row(
                        "one candidate more than seats",
                        RefusalCode.TOO_MANY_CANDIDATES,
                        node(0),
                        vote(node(0), node(1), node(2), node(3), node(4))),
                row("the same candidate twice", RefusalCode.DUPLICATE_CANDIDATE, node(0), vote(node(1), node(1))),
                row("a stranger as candidate", RefusalCode.UNKNOWN_CANDIDATE, node(0), vote(node(9))),
                row("a banned candidate", RefusalCode.CANDIDATE_BANNED, node(0), vote(node(3))),
                row("no vote where there is none", null, node(0), new CastVote(List.of())),
                row("ready again", null, node(0), new Ready()),
                row("the same claim of an open item", null, OPERATOR, submit(3)),
                row("the same claim of a final item", null, OPERATOR, submit(1)),
                row("the same claim of a disputed item", null, OPERATOR, submit(2, hash("lie"))),
                row("another hash of an open item", RefusalCode.CONFLICTING_CLAIM, OPERATOR, submit(3, hash("x"))),
                row("another hash of a disputed item", RefusalCode.CONFLICTING_CLAIM, OPERATOR, submit(2)),
                row(
                        "another number of lines",
                        RefusalCode.CONFLICTING_CLAIM,
                        OPERATOR,
                        SubmitClearings.of(item(1), hash("batch-1"), right(1), hash("root-1"), 102)),
                new Row("the third open item of three", null, chain -> {
                    chain.open(7);
                    return chain.tx(OPERATOR, submit(8));
                }),
                new Row("the fourth open item of three", RefusalCode.TOO_MANY_ITEMS, chain -> {
                    chain.open(7, 8);
                    return chain.tx(OPERATOR, submit(9));
                }),
                row("a known claim among new ones", null, OPERATOR, new SubmitClearings(List.of(claim(3), claim(7)))),
                row(
                        "another hash of a known item after a new one",
                        RefusalCode.CONFLICTING_CLAIM,
                        OPERATOR,
                        new SubmitClearings(List.of(claim(7), claim(3, hash("x"))))),
                row(
                        "two hashes of one new item",
                        RefusalCode.CONFLICTING_CLAIM,
                        OPERATOR,
                        new SubmitClearings(List.of(claim(7), claim(7, hash("x"))))),
                row("the same new item twice", null, OPERATOR, new SubmitClearings(List.of(claim(7), claim(7)))),
                row(
                        "the second, third and fourth open item of three",
                        RefusalCode.TOO_MANY_ITEMS,
                        OPERATOR,
                        new SubmitClearings(List.of(claim(7), claim(8), claim(9)))),
                row("METERED after a FINAL clearing", null, OPERATOR, later(1, ItemKey.METERED, 0)),
                row("METERED of an open clearing", RefusalCode.NOT_FINAL, OPERATOR, later(3, ItemKey.METERED, 0)),
                row("METERED of a disputed clearing", RefusalCode.NOT_FINAL, OPERATOR, later(2, ItemKey.METERED, 0)),
                row("METERED of an unknown clearing", RefusalCode.NOT_FINAL, OPERATOR, later(9, ItemKey.METERED, 0)),
                row("a correction before METERED", RefusalCode.NOT_FINAL, OPERATOR, later(1, ItemKey.CORRECTION, 1)),
                row(
                        "METERED and its correction at once",
                        RefusalCode.NOT_FINAL,
                        OPERATOR,
                        new SubmitClearings(List.of(
                                later(1, ItemKey.METERED, 0).claims().get(0),
                                later(1, ItemKey.CORRECTION, 1).claims().get(0)))),
                row("an unknown item", RefusalCode.UNKNOWN_ITEM, node(0), attest(9, right(9))),
                row("a report on an unknown item", RefusalCode.UNKNOWN_ITEM, OPERATOR, report(9, one)),
                row("an item decided long ago", RefusalCode.ITEM_CLOSED, node(0), attest(1, right(1))),
                row(
                        "one open item among closed ones",
                        null,
                        node(0),
                        new Attest(List.of(
                                new Attestation(item(1), right(1)),
                                new Attestation(item(9), right(9)),
                                new Attestation(item(3), right(3))))),
                row(
                        "closed first, then unknown: the first counts",
                        RefusalCode.ITEM_CLOSED,
                        node(0),
                        new Attest(List.of(new Attestation(item(1), right(1)), new Attestation(item(9), right(9))))),
                new Row("a report on an open run", RefusalCode.NOT_FINAL, chain -> {
                    finalise(chain, 3);
                    chain.meter(3);
                    return chain.tx(OPERATOR, chain.report(3, one));
                }),
                new Row("a report on a disputed run", RefusalCode.NOT_FINAL, chain -> {
                    meter(chain, "something else");
                    return chain.tx(OPERATOR, chain.report(3, one));
                }),
                reportRow("the same report again", null, chain -> {
                    chain.send(OPERATOR, chain.report(3, one));
                    return chain.report(3, one);
                }),
                reportRow("another report", RefusalCode.ALREADY_REPORTED, chain -> {
                    chain.send(OPERATOR, chain.report(3, one));
                    return chain.report(3, new Delivery("up-0", 10, 10));
                }),
                reportRow("a report where three items are open", RefusalCode.TOO_MANY_ITEMS, chain -> {
                    chain.open(7, 8, 9);
                    return chain.report(3, one);
                }),
                reportRow("a usage point twice", RefusalCode.DUPLICATE_USAGE_POINT, chain -> report(3, one, one)),
                reportRow(
                        "nobody's usage point",
                        RefusalCode.UNKNOWN_USAGE_POINT,
                        chain -> chain.report(3, one, new Delivery("up-77", 1, 1))),
                reportRow("a usage point left out", RefusalCode.INCOMPLETE_REPORT, chain -> report(3, one)),
                reportRow("a report on a final run", null, chain -> chain.report(3, one)),
                new Row("an idempotency key for something else", RefusalCode.KEY_REUSED, chain -> {
                    byte[] key = chain.freshKey();
                    long until = chain.height() + 20;
                    chain.block(TransactionCodec.encode(TestChain.CHAIN_ID, vote(node(1)), node(0), until, key));
                    return TransactionCodec.encode(TestChain.CHAIN_ID, vote(node(2)), node(0), until, key);
                }),
                new Row("an idempotency key of another sender", null, chain -> {
                    byte[] key = chain.freshKey();
                    long until = chain.height() + 20;
                    chain.block(TransactionCodec.encode(TestChain.CHAIN_ID, vote(node(1)), node(0), until, key));
                    return TransactionCodec.encode(TestChain.CHAIN_ID, vote(node(2)), node(1), until, key);
                }),
                new Row("an idempotency key whose height has passed", null, chain -> {
                    byte[] key = chain.freshKey();
                    chain.block(TransactionCodec.encode(
                            TestChain.CHAIN_ID, vote(node(1)), node(0), chain.height() + 1, key));
                    return TransactionCodec.encode(TestChain.CHAIN_ID, vote(node(2)), node(0), chain.height() + 1, key);
                }));
    }

    private static void finalise(TestChain chain, int item) {
        chain.attestAll(
                chain.agents().stream().filter(agent -> !agent.equals(node(3))).toList(), item);
        assertThat(chain.isDecided(item)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void verdict(Row row) {
        TestChain chain = chain();
        byte[] transaction = row.transaction.apply(chain);
        byte[] before = chain.last().applicationHash();

        TransactionResult filter = chain.application().checkTx(transaction);
        TransactionResult result = chain.block(transaction).results().get(0);

        assertThat(result.code()).as(result.detail()).isEqualTo(row.expected == null ? 0 : row.expected.code());
        assertThat(filter).as("the filter says what the block says").isEqualTo(result);
        if (row.expected != null) {
            assertThat(result.detail()).startsWith(row.expected.name());
            assertThat(chain.last().applicationHash())
                    .as("a refusal changes nothing")
                    .isEqualTo(before);
        }
    }

    @Test
    void everyCodeHasARow() {
        TreeSet<RefusalCode> seen = new TreeSet<>();
        rows().filter(row -> row.expected != null).forEach(row -> seen.add(row.expected));
        assertThat(seen).containsExactly(RefusalCode.values());
    }

    @Test
    void codesAreTheOrderOfPrecedence() {
        List<Integer> codes =
                Arrays.stream(RefusalCode.values()).map(RefusalCode::code).toList();
        List<Integer> counted = new ArrayList<>();
        for (int i = 1; i <= codes.size(); i++) {
            counted.add(i);
            assertThat(RefusalCode.ofCode(i).code()).isEqualTo(i);
        }
        assertThat(codes).isEqualTo(counted);
    }

    /** Of two reasons the first is given. */
    @Test
    void precedence() {
        TestChain chain = chain();
        byte[] foreignAndExpired = TransactionCodec.encode("another", new Ready(), node(0), 0, chain.freshKey());
        byte[] expiredAndForged =
                TransactionCodec.encode(TestChain.CHAIN_ID, new Ready(), node(0), 0, chain.freshKey());
        expiredAndForged[expiredAndForged.length - 1] ^= 1;
        byte[] strangerAndTooMany = chain.tx(node(9), vote(node(0), node(1), node(2), node(3), node(4)));
        byte[] tooManyAndTwice = chain.tx(node(0), vote(node(0), node(0), node(0), node(0), node(0)));
        byte[] unknownAndBanned = chain.tx(node(0), vote(node(3), node(9)));
        assertThat(chain
                        .block(
                                foreignAndExpired,
                                expiredAndForged,
                                strangerAndTooMany,
                                tooManyAndTwice,
                                unknownAndBanned)
                        .results()
                        .stream()
                        .map(result -> RefusalCode.ofCode(result.code())))
                .containsExactly(
                        RefusalCode.WRONG_CHAIN,
                        RefusalCode.EXPIRED,
                        RefusalCode.NOT_REGISTERED,
                        RefusalCode.TOO_MANY_CANDIDATES,
                        RefusalCode.UNKNOWN_CANDIDATE);
    }
}
