package io.gridclear.ledger.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.ledger.TestChain;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.genesis.LedgerGenesis.CommitteeTerms;
import io.gridclear.ledger.genesis.LedgerGenesis.Limits;
import io.gridclear.ledger.genesis.LedgerGenesis.Profile;
import io.gridclear.market.score.ScoreProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerGenesisTest {

    private static final List<byte[]> OPERATORS = List.of(TestChain.OPERATOR.publicKey());

    @Test
    void thereAndBack() {
        for (LedgerGenesis genesis : List.of(
                TestChain.genesis(150, 50),
                LedgerGenesis.hardened(4, OPERATORS, TestChain.candidates(7))
                        .with(new CommitteeTerms(4, 4, 1, 2, 64, 64, false, 1, 10_000, 1_000_000))
                        .with(new Limits(1, 2, 7)))) {
            byte[] bytes = genesis.toBytes();
            LedgerGenesis read = LedgerGenesis.of(bytes);
            assertThat(read).usingRecursiveComparison().isEqualTo(genesis);
            assertThat(read.toBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void everyCutIsRefused() {
        byte[] bytes = TestChain.genesis(4, 4).toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> LedgerGenesis.of(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> LedgerGenesis.of(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3", "4, 3", "5, 4", "7, 5", "10, 7", "50, 34", "150, 101"})
    void minSeatsAreMoreThanTwoThirdsOfTheSeats(int seats, int minSeats) {
        assertThat(CommitteeTerms.ofSeats(seats).minSeats()).isEqualTo(minSeats);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 1, 1, 0, 1",
        "201, 1, 1, 1, 1, 0, 1",
        "4, 0, 1, 1, 1, 0, 1",
        "4, 5, 1, 1, 1, 0, 1",
        "4, 3, 0, 1, 1, 0, 1",
        "4, 3, 1, 0, 1, 0, 1",
        "4, 3, 1, 1, 0, 0, 1",
        "4, 3, 1, 1, 65, 0, 1",
        "4, 3, 1, 1, 5, 6, 1",
        "4, 3, 1, 1, 5, -1, 1",
        "4, 3, 1, 1, 5, 5, 0"
    })
    void termsOutOfRange(int seats, int minSeats, int ban, int deadline, int window, int threshold, long power) {
        assertThatThrownBy(() -> new CommitteeTerms(seats, minSeats, ban, deadline, window, threshold, true, power))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be within");
    }

    @Test
    void roundsOfACycle() {
        CommitteeTerms terms = CommitteeTerms.ofSeats(4);
        assertThat(terms.roundsPerCycle()).as("the paper's letter").isZero();
        assertThat(terms.withRoundsPerCycle(3).roundsPerCycle()).isEqualTo(3);
        assertThat(terms.withRoundsPerCycle(3).withRoundsPerCycle(0)).isEqualTo(terms);
        for (int rounds : new int[] {-1, 10_001}) {
            assertThatThrownBy(() -> terms.withRoundsPerCycle(rounds))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("roundsPerCycle must be within");
        }
    }

    @Test
    void reputationOfABreach() {
        CommitteeTerms terms = CommitteeTerms.ofSeats(4);
        assertThat(terms.breachPpm()).as("the paper's letter").isZero();
        assertThat(terms.withBreach(1_000_000).withRoundsPerCycle(2).breachPpm())
                .isEqualTo(1_000_000);
        for (long ppm : new long[] {-1, 1_000_001}) {
            assertThatThrownBy(() -> terms.withBreach(ppm))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("breachPpm must be within");
        }
        assertThatThrownBy(() -> TestChain.genesis(4, 4).with(terms.withBreach(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no ban for deliveries");
        assertThat(LedgerGenesis.hardened(4, OPERATORS, TestChain.candidates(4))
                        .committee()
                        .breachPpm())
                .isEqualTo(500_000);
    }

    @Test
    void candidatesThatShareAnything() {
        List<Candidate> candidates = TestChain.candidates(4);
        Candidate first = candidates.get(0);
        byte[] key = TestChain.node(9).publicKey();
        for (Candidate twin : List.of(
                new Candidate("t", first.nodeKey(), key, List.of(), 0),
                new Candidate("t", key, first.validatorKey(), List.of(), 0),
                new Candidate("t", key, TestChain.validator(9).publicKey(), first.usagePoints(), 0))) {
            List<Candidate> all = new ArrayList<>(candidates);
            all.add(twin);
            assertThatThrownBy(() -> LedgerGenesis.paper(4, OPERATORS, all))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("shares");
        }
    }

    @Test
    void fewerCandidatesThanACommitteeNeeds() {
        assertThat(LedgerGenesis.paper(4, OPERATORS, TestChain.candidates(3)).candidates())
                .hasSize(3);
        assertThatThrownBy(() -> LedgerGenesis.paper(4, OPERATORS, TestChain.candidates(2)))
                .isInstanceOf(IllegalArgumentException.class);
        List<Candidate> low = TestChain.candidates(4).stream()
                .map(c -> new Candidate(c.name(), c.nodeKey(), c.validatorKey(), c.usagePoints(), 499_999))
                .toList();
        assertThatThrownBy(() -> LedgerGenesis.hardened(4, OPERATORS, low)).hasMessageContaining("floor");
    }

    @Test
    void nobodyOperates() {
        assertThatThrownBy(() -> LedgerGenesis.paper(4, List.of(), TestChain.candidates(4)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePaperHasNoHardenedTerms() {
        assertThatThrownBy(() -> new LedgerGenesis(
                        Profile.PAPER,
                        ScoreProfile.hardened(400_000, 300_000, 300_000),
                        0,
                        CommitteeTerms.ofSeats(4),
                        Limits.DEFAULT,
                        OPERATORS,
                        TestChain.candidates(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("paper");
    }
}
