package io.gridclear.ledger.committee;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.TestChain;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.committee.Committee.Seat;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Node;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.node.Standing;
import io.gridclear.ledger.store.MemoryStore;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorScheduleTest {

    private static final int NODES = 60;
    private final LedgerGenesis genesis = TestChain.genesis(NODES, 50);
    private final Overlay overlay = new Overlay(new MemoryStore());
    private final Nodes nodes = new Nodes(overlay, new Sha256());
    private final ValidatorSchedule schedule = new ValidatorSchedule(genesis, overlay, nodes);

    private Committee committee(List<Integer> members) {
        List<Seat> seats = new ArrayList<>();
        for (int i : members) {
            seats.add(new Seat(register(i), true, 0));
        }
        return new Committee(1, seats, 0);
    }

    private Address register(int i) {
        Address address = TestChain.node(i).address();
        if (nodes.find(address) == null) {
            nodes.register(
                    new Node(
                            address,
                            "n" + i,
                            TestChain.node(i).publicKey(),
                            TestChain.validator(i).publicKey(),
                            List.of()),
                    Standing.ofNewcomer());
        }
        return address;
    }

    private static List<Integer> range(int from, int to) {
        List<Integer> list = new ArrayList<>();
        for (int i = from; i < to; i++) {
            list.add(i);
        }
        return list;
    }

    /** Less than a third, or one. */
    @ParameterizedTest(name = "of {0} at most {1} at a time")
    @CsvSource({"1, 1", "2, 1", "3, 1", "4, 1", "6, 1", "7, 2", "9, 2", "10, 3", "50, 16"})
    void steps(int size, int most) {
        schedule.found(committee(range(0, size)));
        List<ValidatorPower> first = schedule.step(committee(range(size, 2 * size > NODES ? NODES : 2 * size)));
        long removed = first.stream().filter(update -> update.power() == 0).count();
        assertThat(removed).isEqualTo(Math.min(most, size));
        assertThat(first.size() - removed).isEqualTo(Math.min(most, Math.min(size, NODES - size)));
    }

    @Test
    void nothingToDoIsNothing() {
        schedule.found(committee(range(0, 7)));
        assertThat(schedule.step(committee(List.of(6, 5, 4, 3, 2, 1, 0))))
                .as("the order is no change")
                .isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void reachesEveryCommitteeAlsoWhenItChangesOnTheWay(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<String> engine = new TreeSet<>();
        schedule.found(committee(range(0, 10))).forEach(each -> engine.add(hex(each.publicKey())));
        for (int election = 0; election < 30; election++) {
            TreeSet<Integer> members = new TreeSet<>();
            for (int left = 1 + random.nextInt(20); left > 0; left--) {
                members.add(random.nextInt(NODES));
            }
            Committee committee = committee(List.copyOf(members));
            int steps = random.nextInt(3) == 0 ? random.nextInt(3) : 100;
            boolean done = false;
            for (int i = 0; i < steps && !done; i++) {
                done = apply(schedule.step(committee), engine, seed);
            }
            if (steps == 100) {
                TreeSet<String> target = new TreeSet<>();
                members.forEach(i -> target.add(hex(TestChain.validator(i).publicKey())));
                assertThat(engine).as("seed %s", seed).isEqualTo(target);
            }
        }
    }

    private static boolean apply(List<ValidatorPower> updates, TreeSet<String> engine, long seed) {
        int size = engine.size();
        int removed = 0;
        for (ValidatorPower update : updates) {
            if (update.power() == 0) {
                removed++;
                assertThat(engine.remove(hex(update.publicKey())))
                        .as("a member leaves, seed %s", seed)
                        .isTrue();
            } else {
                assertThat(engine.add(hex(update.publicKey())))
                        .as("a stranger joins, seed %s", seed)
                        .isTrue();
            }
        }
        assertThat(removed <= 1 || 3 * removed < size).as("seed %s", seed).isTrue();
        assertThat(engine).as("seed %s", seed).isNotEmpty();
        return updates.isEmpty();
    }

    private static String hex(byte[] key) {
        return HexFormat.of().formatHex(key);
    }
}
