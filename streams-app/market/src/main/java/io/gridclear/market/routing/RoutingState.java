package io.gridclear.market.routing;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleFrontier;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a router must remember to go on: what the lines carry so far, and the frontier of the routes.
 *
 * @param trades trades routed so far
 * @param subtrees {@link MerkleFrontier#subtrees()} of their routes
 * @param flows what lines carry, only where it is more than nothing, in the order of {@link LineFlow#compareTo}
 */
public record RoutingState(long trades, List<byte[]> subtrees, List<LineFlow> flows) {

    private static final String DOMAIN = "gridclear.routing-state.v1";

    /** Keeps a line's place and its direction in one number: twice the place, one more for the reverse. */
    private static final int MOST_FLOWS = 2 * Feeder.MAX_LINES;

    public RoutingState {
        if (trades < 0 || Long.bitCount(trades) != subtrees.size()) {
            throw new IllegalArgumentException(trades + " trades do not have " + subtrees.size() + " full subtrees");
        }
        for (int i = 1; i < flows.size(); i++) {
            if (flows.get(i).compareTo(flows.get(i - 1)) <= 0) {
                throw new IllegalArgumentException(flows.get(i) + " does not come after " + flows.get(i - 1));
            }
        }
        subtrees = List.copyOf(subtrees);
        flows = List.copyOf(flows);
    }

    /** Nothing routed yet. */
    public static RoutingState empty() {
        return new RoutingState(0, List.of(), List.of());
    }

    /**
     * Canonical bytes: text "gridclear.routing-state.v1", 8 trades, 32 for each full subtree, 4 flows, for each 4 twice the
     * line's place and one more for the reverse, 8 energy. 12 bytes a flow: 960 kB where all lines of the largest feeder
     * carry something both ways.
     */
    public byte[] encode() {
        CanonicalWriter writer = new CanonicalWriter().start(DOMAIN).int64(trades);
        subtrees.forEach(writer::raw);
        writer.int32(flows.size());
        for (LineFlow flow : flows) {
            writer.int32(2 * flow.line() + (flow.reverse() ? 1 : 0)).int64(flow.energyWh());
        }
        return writer.toBytes();
    }

    /**
     * The state with these bytes.
     *
     * @throws CanonicalReader.MalformedBytes if they are not exactly the bytes of a state
     */
    public static RoutingState decode(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        long trades = reader.int64();
        List<byte[]> subtrees = new ArrayList<>();
        for (int i = Long.bitCount(trades); i > 0; i--) {
            subtrees.add(reader.raw(Sha256.LENGTH));
        }
        int count = reader.int32();
        if (count < 0 || count > MOST_FLOWS) {
            throw reader.refuse(count + " flows, not 0.." + MOST_FLOWS);
        }
        List<LineFlow> flows = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                int direction = reader.int32();
                flows.add(new LineFlow(direction >> 1, (direction & 1) == 1, reader.int64()));
            }
            reader.end();
            return new RoutingState(trades, subtrees, flows);
        } catch (CanonicalReader.MalformedBytes e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw reader.refuse(e);
        }
    }
}
