package io.gridclear.topology.areas;

import io.gridclear.market.rules.MarketTerms;

/**
 * What the application goes by in one area.
 *
 * @param area the area's id
 * @param terms terms of periods that open from now on
 * @param horizonMs how far a period may lie from the clock, ms
 * @param requireSignatures whether a usage point without a key is refused
 */
public record AreaRules(String area, MarketTerms terms, long horizonMs, boolean requireSignatures) {}
