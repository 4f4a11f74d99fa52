package io.gridclear.ledger.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.LedgerStatus;
import io.gridclear.ledger.query.OutcomesPage;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must hold after every block, whoever sends what. */
final class Invariants {

    private final TreeMap<String, Outcome> outcomes = new TreeMap<>();
    private final TreeSet<String> validators = new TreeSet<>();

    Invariants(List<ValidatorPower> founded) {
        founded.forEach(each -> validators.add(hex(each.publicKey())));
    }

    void neverTwoOutcomesForAnItem(OutcomesPage fresh) {
        for (Outcome outcome : fresh.outcomes()) {
            assertThat(outcomes.put(outcome.item().toString(), outcome))
                    .as("outcome of %s", outcome.item())
                    .isNull();
        }
        assertThat(outcomes).hasSize((int) fresh.total());
    }

    void finalOnlyWithMoreThanTwoThirds(OutcomesPage fresh) {
        for (Outcome outcome : fresh.outcomes()) {
            assertThat(3 * outcome.attestations())
                    .as("attestations of %s", outcome.item())
                    .isGreaterThan(2 * outcome.agents());
            assertThat(outcome.status() == Outcome.Status.FINAL)
                    .as("status of %s", outcome.item())
                    .isEqualTo(Arrays.equals(outcome.claimedHash(), outcome.verifiedHash()));
        }
    }

    void validatorsChangeByLessThanAThird(BlockResult result) {
        int before = validators.size();
        int added = 0;
        int removed = 0;
        for (ValidatorPower update : result.validatorUpdates()) {
            if (update.power() == 0) {
                removed++;
                assertThat(validators.remove(hex(update.publicKey())))
                        .as("never removes one that is no member")
                        .isTrue();
            } else {
                added++;
                assertThat(validators.add(hex(update.publicKey())))
                        .as("never adds one twice")
                        .isTrue();
            }
        }
        assertThat(added == 1 || 3 * added < before || added == 0)
                .as("%s of %s added", added, before)
                .isTrue();
        assertThat(removed == 1 || 3 * removed < before || removed == 0)
                .as("%s of %s removed", removed, before)
                .isTrue();
        assertThat(validators).as("the set is never empty").isNotEmpty();
    }

    /** Validators as they stand, hexadecimal. */
    TreeSet<String> validators() {
        return validators;
    }

    /**
     * State is bounded by nodes, open items, the window and the outcomes; per outcome: itself, less than two subtrees, its
     * place, its report, and its grace for as long as nothing changes.
     */
    static void stateIsBounded(LedgerGenesis genesis, LedgerStatus status, int entries, int usedKeys) {
        long graces = status.outcomes();
        long most = 8
                + 8L * genesis.limits().mostNodes()
                + 2L * status.openItems()
                + 5 * status.outcomes()
                + graces
                + 3L * usedKeys;
        assertThat((long) entries).as("entries in the store").isLessThanOrEqualTo(most);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
