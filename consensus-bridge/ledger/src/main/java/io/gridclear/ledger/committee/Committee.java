package io.gridclear.ledger.committee;

import io.gridclear.ledger.node.Address;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agents of a cycle (paper, section 3.3.2, step 1). Its size is that of its election until the next one: who is banned
 * on the way still counts among those of whom more than two thirds must agree.
 *
 * @param cycle elections so far, this one included
 * @param seats agents in the order of Qblock: tally descending, address ascending
 * @param deadline height by which the head must have attested to the items of the round; 0 while no round runs
 * @param rounds rounds of this cycle that are over
 */
public record Committee(long cycle, List<Seat> seats, long deadline, int rounds) {

    public Committee {
        seats = List.copyOf(seats);
        if (seats.isEmpty()) {
            throw new IllegalStateException("a committee without agents");
        }
    }

    /** A committee that has just been elected. */
    public Committee(long cycle, List<Seat> seats, long deadline) {
        this(cycle, seats, deadline, 0);
    }

    /**
     * An agent.
     *
     * @param agent the node
     * @param inQueue whether it is still to produce in this cycle: Qblock
     * @param tallyPpm weight of the votes that elected it, ppm
     */
    public record Seat(Address agent, boolean inQueue, long tallyPpm) {}

    /** Number of agents. */
    public int size() {
        return seats.size();
    }

    /** Whether more than two thirds of the agents are so many. */
    public boolean isVerifiedBy(int agents) {
        return 3L * agents > 2L * size();
    }

    /** Whether half of the agents are so many: the paper's threshold. */
    public boolean isHalf(int agents) {
        return 2L * agents >= size();
    }

    /** Whether a node is an agent. */
    public boolean contains(Address node) {
        return seats.stream().anyMatch(seat -> seat.agent.equals(node));
    }

    /** The producer: the first in the queue; null if the queue is empty. */
    public @Nullable Address head() {
        for (Seat seat : seats) {
            if (seat.inQueue) {
                return seat.agent;
            }
        }
        return null;
    }

    /** Whether a round runs. */
    public boolean isRoundRunning() {
        return deadline != 0;
    }

    /** Without its head in the queue. */
    public Committee withoutHead() {
        List<Seat> left = new ArrayList<>(seats);
        for (int i = 0; i < left.size(); i++) {
            Seat seat = left.get(i);
            if (seat.inQueue) {
                left.set(i, new Seat(seat.agent, false, seat.tallyPpm));
                break;
            }
        }
        return new Committee(cycle, left, deadline, rounds);
    }

    /** After a round: the head has produced. */
    public Committee afterRound() {
        return new Committee(cycle, withoutHead().seats, 0, rounds + 1);
    }

    /** With another deadline. */
    public Committee withDeadline(long height) {
        return new Committee(cycle, seats, height, rounds);
    }

    byte[] toBytes() {
        CanonicalWriter writer =
                new CanonicalWriter().int64(cycle).int64(deadline).int32(rounds);
        for (Seat seat : seats) {
            seat.agent.write(writer).int8(seat.inQueue ? 1 : 0).int64(seat.tallyPpm);
        }
        return writer.toBytes();
    }

    static Committee of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes);
        long cycle = reader.int64();
        long deadline = reader.int64();
        int rounds = reader.int32();
        List<Seat> seats = new ArrayList<>();
        while (reader.remaining() > 0) {
            seats.add(new Seat(Address.read(reader), reader.int8() == 1, reader.int64()));
        }
        return new Committee(cycle, seats, deadline, rounds);
    }
}
