package io.gridclear.market.routing;

import io.gridclear.market.canonical.CanonicalWriter;
import java.util.List;

/**
 * The ways that the energy of one trade takes, and what is left to the grid.
 *
 * @param sequence the trade's place in its clearing, from 0
 * @param fromBus the seller's bus
 * @param toBus the buyer's bus
 * @param quantityWh energy of the trade, Wh, &gt; 0
 * @param paths paths in the order in which they were taken; no more than {@link Router#MAX_PATHS}
 * @param curtailedWh energy that no path carries, Wh; with the paths' it makes the quantity
 * @param reason why it is curtailed; NONE if and only if nothing is
 */
public record TradeRoutes(
        long sequence,
        String fromBus,
        String toBus,
        long quantityWh,
        List<Path> paths,
        long curtailedWh,
        CurtailmentReason reason) {

    private static final String DOMAIN = "gridclear.routes.v1";

    public TradeRoutes {
        if ((reason == CurtailmentReason.NONE) != (curtailedWh == 0)) {
            throw new IllegalArgumentException(curtailedWh + " Wh are not curtailed for the reason " + reason);
        }
        paths = List.copyOf(paths);
    }

    /** Energy that the paths carry, Wh. */
    public long routedWh() {
        return quantityWh - curtailedWh;
    }

    /**
     * Starts a message with the canonical bytes of these routes: text "gridclear.routes.v1", 32 digest of the feeder, 8
     * sequence, seller's bus text, buyer's bus text, 8 quantity, 4 paths, for each 8 energy, 4 lines, first bus text and then
     * line text, bus text by turns; 8 curtailed energy, 1 reason.
     *
     * @param feederDigest {@link FeederCodec#digest} of the feeder that they lead through, 32 bytes
     */
    public CanonicalWriter write(CanonicalWriter writer, byte[] feederDigest) {
        writer.start(DOMAIN)
                .raw(feederDigest)
                .int64(sequence)
                .string(fromBus)
                .string(toBus)
                .int64(quantityWh)
                .int32(paths.size());
        for (Path path : paths) {
            List<String> lines = path.lines();
            writer.int64(path.energyWh())
                    .int32(lines.size())
                    .string(path.buses().get(0));
            for (int i = 0; i < lines.size(); i++) {
                writer.string(lines.get(i)).string(path.buses().get(i + 1));
            }
        }
        return writer.int64(curtailedWh).int8(reason.code());
    }
}
