package io.gridclear.experiments.trading;

/** Where the days of the experiment come from. A day is a function of seed and draw alone. */
interface DaySource {

    /** What a reader must know about the data, in one line. */
    String description();

    /** The day of one draw: some energy on both sides. */
    TradingDay day(int draw);
}
