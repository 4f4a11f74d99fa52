package io.gridclear.ledger.query;

import io.gridclear.ledger.node.Address;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.List;
import java.util.Optional;

/**
 * The committee in office.
 *
 * @param cycle elections so far, this one included
 * @param agents in the order of Qblock
 * @param seats N
 * @param minSeats with fewer eligible nodes the incumbents stay
 * @param deadline height by which the head must have attested; 0 while no round runs
 * @param banned nodes that are banned
 * @param nextElection who would be elected now, in order; empty if too few are eligible
 */
public record CommitteeView(
        long cycle,
        List<Agent> agents,
        int seats,
        int minSeats,
        long deadline,
        List<Ban> banned,
        List<Address> nextElection) {

    private static final String DOMAIN = "gridclear.committee.v1";

    public CommitteeView {
        agents = List.copyOf(agents);
        banned = List.copyOf(banned);
        nextElection = List.copyOf(nextElection);
    }

    /**
     * An agent.
     *
     * @param address the node
     * @param inQueue whether it is still to produce in this cycle
     * @param banned whether it is banned: it keeps its seat until the next election, and is not heard
     * @param tallyPpm weight of the votes that elected it, ppm
     */
    public record Agent(Address address, boolean inQueue, boolean banned, long tallyPpm) {}

    /**
     * A ban.
     *
     * @param address the node
     * @param untilCycle last cycle whose election it stands outside
     */
    public record Ban(Address address, long untilCycle) {}

    /** The producer: the first that is still in the queue; none if every agent is banned. */
    public Optional<Address> head() {
        return agents.stream().filter(Agent::inQueue).map(Agent::address).findFirst();
    }

    /** Canonical bytes. */
    public byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter().start(DOMAIN).int64(cycle);
        ViewCodec.write(writer, agents, (out, agent) -> {
            agent.address.write(out);
            ViewCodec.writeFlag(out, agent.inQueue);
            ViewCodec.writeFlag(out, agent.banned);
            out.int64(agent.tallyPpm);
        });
        writer.int32(seats).int32(minSeats).int64(deadline);
        ViewCodec.write(writer, banned, (out, ban) -> ban.address.write(out).int64(ban.untilCycle));
        ViewCodec.write(writer, nextElection, (out, address) -> address.write(out));
        return writer.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is no committee
     */
    public static CommitteeView of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        CommitteeView view = new CommitteeView(
                reader.int64(),
                ViewCodec.read(
                        reader,
                        in -> new Agent(Address.read(in), ViewCodec.readFlag(in), ViewCodec.readFlag(in), in.int64())),
                reader.int32(),
                reader.int32(),
                reader.int64(),
                ViewCodec.read(reader, in -> new Ban(Address.read(in), in.int64())),
                ViewCodec.read(reader, Address::read));
        reader.end();
        return view;
    }
}
