package io.gridclear.bridge.replay;

import io.gridclear.bridge.batch.Claim;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryTerms;
import java.util.List;

/**
 * What a period's INITIAL run came to, as far as later runs are made of it.
 *
 * @param terms terms of the period
 * @param items what its usage points are obliged to: trades by sequence, then residuals in the run's order
 * @param claim the rest
 */
public record InitialRun(DeliveryTerms terms, List<ContractItem> items, Claim claim) {}
