package io.gridclear.ops.committee;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.genesis.LedgerGenesis.Profile;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.CommitteeView.Agent;
import io.gridclear.ledger.query.CommitteeView.Ban;
import io.gridclear.ledger.query.LedgerStatus;
import io.gridclear.ledger.query.NodeView;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitteeTextTest {

    private static Address address(int number) {
        byte[] bytes = new byte[Address.LENGTH];
        bytes[0] = (byte) number;
        return Address.of(bytes);
    }

    private static NodeView node(int number, boolean ready, long bannedUntil, boolean banned) {
        return new NodeView(
                address(number),
                "validator-" + number,
                new byte[32],
                new byte[32],
                List.of(),
                ready,
                bannedUntil,
                banned,
                number,
                912_345,
                1_000_000,
                824_690,
                0,
                List.of());
    }

    private static CommitteeSight sight(List<Address> nextElection) {
        return new CommitteeSight(
                new LedgerStatus("market-1", Profile.PAPER, 42, new byte[32], 3, 6, 4, 2, 17),
                new CommitteeView(
                        3,
                        List.of(
                                new Agent(address(1), false, false, 3_000_000),
                                new Agent(address(2), true, false, 3_000_000),
                                new Agent(address(3), true, true, 2_000_000),
                                new Agent(address(4), true, false, 1_000_000)),
                        4,
                        3,
                        50,
                        List.of(new Ban(address(3), 6)),
                        nextElection),
                List.of(
                        node(1, true, 0, false),
                        node(2, true, 0, false),
                        node(3, false, 6, true),
                        node(4, true, 0, false),
                        node(5, true, 2, false),
                        node(6, false, 0, false)));
    }

    @Test
    void showsOrderTurnsScoresBansAndTheNextElection() {
        List<String> lines = CommitteeText.of(sight(List.of(address(1), address(2), address(4), address(5))));

        assertThat(lines).allMatch(line -> line.length() <= 100);
        assertThat(String.join("\n", lines))
                .contains("chain market-1, height 42, profile paper, application hash 0000000000000000")
                .contains("17 items decided, 2 open; the producer must attest by height 50")
                .contains("committee of cycle 3: 4 of 4 seats, at least 3")
                .containsPattern("1 +validator-1 +010000000000 +91.2% +100.0% +82.4% +0.0% +1  has produced")
                .containsPattern("2 +validator-2 .* produces now")
                .containsPattern("3 +validator-3 .* banned")
                .containsPattern("4 +validator-4 .* waits for its turn")
                .containsPattern("not in office\n +validator-5 .* ready\n +validator-6 .* not ready")
                .contains("banned: validator-3 until the election of cycle 6")
                .endsWith("next election after 2 turns; now it would elect "
                        + "validator-1, validator-2, validator-4, validator-5");
    }

    @Test
    void tooFewEligibleNodesAreSaid() {
        assertThat(CommitteeText.of(sight(List.of())))
                .last()
                .asString()
                .endsWith("too few are eligible, the incumbents would stay");
    }

    @Test
    void theProducerIsMarkedInTheShortForm() {
        assertThat(CommitteeText.committee(sight(List.of())))
                .isEqualTo("validator-1 validator-2* validator-3 validator-4");
    }

    @Test
    void aNodeThatWasBannedOnceIsRemembered() {
        assertThat(sight(List.of()).everBanned())
                .extracting(NodeView::name)
                .containsExactly("validator-3", "validator-5");
        assertThat(sight(List.of()).banned()).extracting(NodeView::name).containsExactly("validator-3");
    }
}
