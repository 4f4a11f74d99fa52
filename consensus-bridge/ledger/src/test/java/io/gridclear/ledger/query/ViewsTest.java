package io.gridclear.ledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.ledger.TestChain;
import io.gridclear.ledger.TestKey;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of a chain with something of everything: read back, cut, broken. */
class ViewsTest {

    private static final TestChain CHAIN = chain();

    private static TestChain chain() {
        TestChain chain = new TestChain(TestChain.genesis(8, 7));
        chain.open(1, 2);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents, 1);
        chain.attestAll(agents.subList(0, 4), 2);
        chain.open(3);
        chain.send(agents.get(0), TestChain.vote(agents.get(1), agents.get(2)));
        chain.misbehave(TestChain.validator(6));
        return chain;
    }

    private record Answer(String path, byte[] data, Function<byte[], byte[]> again) {

        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Answer> answers() {
        byte[] none = {};
        return Stream.of(
                new Answer(
                        QueryPath.STATUS, none, bytes -> LedgerStatus.of(bytes).toBytes()),
                new Answer(
                        QueryPath.COMMITTEE,
                        none,
                        bytes -> CommitteeView.of(bytes).toBytes()),
                new Answer(QueryPath.NODES, none, bytes -> NodesView.of(bytes).toBytes()),
                new Answer(
                        QueryPath.OPEN_ITEMS,
                        none,
                        bytes -> OpenItemsPage.of(bytes).toBytes()),
                new Answer(
                        QueryPath.NEWS,
                        new NewsRequest(TestChain.node(1).address(), new PageRequest(0, 5)).toBytes(),
                        bytes -> News.of(bytes).toBytes()),
                new Answer(
                        QueryPath.OUTCOMES,
                        none,
                        bytes -> OutcomesPage.of(bytes).toBytes()),
                new Answer(
                        QueryPath.ITEM,
                        TestChain.item(1).toBytes(),
                        bytes -> ItemAnswer.of(bytes).toBytes()),
                new Answer(
                        QueryPath.ITEM,
                        TestChain.item(2).toBytes(),
                        bytes -> ItemAnswer.of(bytes).toBytes()),
                new Answer(
                        QueryPath.OUTCOME_PROOF,
                        TestChain.item(1).toBytes(),
                        bytes -> OutcomeProof.of(bytes).toBytes()));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void thereAndBack(Answer answer) {
        byte[] bytes = CHAIN.ask(answer.path, answer.data).value();
        assertThat(answer.again.apply(bytes)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void cutsAreRefusedAndBrokenBytesNeverThrowAnythingElse(Answer answer) {
        byte[] bytes = CHAIN.ask(answer.path, answer.data).value();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> answer.again.apply(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> answer.again.apply(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 5_000; i++) {
            byte[] broken = bytes.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            try {
                assertThat(answer.again.apply(broken)).as("seed 3, step %s", i).isEqualTo(broken);
            } catch (IllegalArgumentException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    @Test
    void theyShowWhatThereIs() {
        assertThat(CHAIN.status().openItems()).isEqualTo(2);
        assertThat(CHAIN.status().outcomes()).isEqualTo(1);
        assertThat(CHAIN.status().nodes()).isEqualTo(8);
        assertThat(CHAIN.status().agents()).isEqualTo(7);
        assertThat(CHAIN.status().height()).isEqualTo(CHAIN.height());
        assertThat(CHAIN.status().applicationHash()).isEqualTo(CHAIN.last().applicationHash());
        CommitteeView committee = CHAIN.committee();
        assertThat(committee.banned())
                .containsExactly(new CommitteeView.Ban(TestChain.node(6).address(), 4));
        assertThat(committee.nextElection())
                .hasSize(7)
                .contains(TestChain.node(7).address())
                .doesNotContain(TestChain.node(6).address());
        assertThat(CHAIN.openItem(2).attestations()).hasSizeBetween(3, 4);
        assertThat(CHAIN.openItem(2).halfHeight()).isPositive();
        assertThat(CHAIN.openItem(3).inRound()).isFalse();
        TestKey voter = CHAIN.agents().get(0);
        assertThat(CHAIN.view(voter).vote()).hasSize(2);
    }

    @Test
    void newsIsTheFullListFromWhereverOneHasRead() {
        TestChain chain = new TestChain(TestChain.genesis(8, 7));
        for (int i = 0; i < 12; i++) {
            chain.open(i);
            if (i % 3 != 0 || i == 0) {
                chain.attestAll(chain.agents(), i);
            }
        }
        OpenItemsPage all =
                OpenItemsPage.of(chain.ask(QueryPath.OPEN_ITEMS, new byte[0]).value());
        assertThat(all.items()).hasSizeBetween(1, 11);
        for (int from = 0; from < 20; from++) {
            for (int most : new int[] {1, 2, 100}) {
                News news = news(chain, TestChain.node(0), from, most);
                long first = from;
                List<Long> rest = all.items().stream()
                        .map(ItemView::sequence)
                        .filter(sequence -> sequence >= first)
                        .toList();
                assertThat(news.items())
                        .extracting(ItemView::sequence)
                        .as("%s from %s", most, from)
                        .isEqualTo(rest.subList(0, Math.min(most, rest.size())));
                assertThat(news.nextSequence())
                        .as("%s from %s", most, from)
                        .isEqualTo(rest.size() < most ? Math.max(12, from) : rest.get(most - 1) + 1);
                assertThat(news.outcomes()).isEqualTo(chain.status().outcomes());
            }
        }
    }

    @Test
    void newsSaysWhoIsHeard() {
        assertThat(news(CHAIN, CHAIN.agents().get(0), 0, 5).height()).isEqualTo(CHAIN.height());
        assertThat(news(CHAIN, CHAIN.agents().get(0), 0, 5).heard()).isTrue();
        assertThat(news(CHAIN, TestChain.node(6), 0, 5).heard()).as("banned").isFalse();
        assertThat(news(CHAIN, TestChain.OPERATOR, 0, 5).heard()).as("no node").isFalse();
        for (int length : new int[] {0, 5, 32, 33}) {
            assertThat(CHAIN.application()
                            .query(QueryPath.NEWS, new byte[length])
                            .code())
                    .isEqualTo(QueryRefusal.MALFORMED.code());
        }
    }

    private static News news(TestChain chain, TestKey node, long from, int most) {
        return News.of(chain.ask(QueryPath.NEWS, new NewsRequest(node.address(), new PageRequest(from, most)).toBytes())
                .value());
    }

    @Test
    void pages() {
        OpenItemsPage all =
                OpenItemsPage.of(CHAIN.ask(QueryPath.OPEN_ITEMS, new byte[0]).value());
        assertThat(all.items()).hasSize(2);
        long second = all.items().get(1).sequence();
        OpenItemsPage rest = OpenItemsPage.of(CHAIN.ask(QueryPath.OPEN_ITEMS, new PageRequest(second, 5).toBytes())
                .value());
        assertThat(rest.items()).hasSize(1);
        assertThat(rest.total()).isEqualTo(2);
        OutcomesPage behind = OutcomesPage.of(
                CHAIN.ask(QueryPath.OUTCOMES, new PageRequest(1, 1).toBytes()).value());
        assertThat(behind.outcomes()).isEmpty();
        assertThat(behind.total()).isEqualTo(1);
        assertThatThrownBy(() -> new PageRequest(0, 1_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageRequest(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageRequest(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
