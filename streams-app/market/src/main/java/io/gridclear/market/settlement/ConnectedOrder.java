package io.gridclear.market.settlement;

/**
 * An order and where it hangs on the network.
 *
 * @param ref names the order
 * @param bus bus of the area's feeder, as the log has it; empty = not said
 */
public record ConnectedOrder(OrderRef ref, String bus) {}
