package io.gridclear.market.book;

import io.gridclear.market.rules.MarketTerms;

/**
 * One entry of an area's sequenced log (market rules, "Market area and trading period"): the log alone decides what is
 * cleared.
 */
public sealed interface BookEntry {

    /** Where an entry stands. */
    Position position();

    /**
     * Where an entry stands.
     *
     * @param area the area
     * @param periodStart start of delivery, epoch ms
     * @param sequence from 0, without gaps, within area and period
     * @param recordedAt the book's clock when it was written, epoch ms
     */
    record Position(String area, long periodStart, long sequence, long recordedAt) {}

    /** First entry of a period: freezes its terms. */
    record PeriodOpened(Position position, MarketTerms terms) implements BookEntry {}

    /** An accepted order, revision or cancellation. */
    record OrderEntered(Position position, BookOrder order) implements BookEntry {}

    /** The tick that ends submission and starts stage 1. */
    record GateClosed(Position position) implements BookEntry {}

    /** A price revision within the re-quote window. */
    record OrderRequoted(Position position, BookOrder order) implements BookEntry {}

    /** The tick that ends the re-quote window and starts stage 2. */
    record RequoteClosed(Position position) implements BookEntry {}
}
