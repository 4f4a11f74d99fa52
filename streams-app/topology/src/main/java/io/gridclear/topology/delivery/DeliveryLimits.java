package io.gridclear.topology.delivery;

/**
 * How much one turn of the clock may do.
 *
 * @param settled usage points taken up, and items and usage points settled, &gt; 0
 * @param read entries passed over, &gt; 0
 * @param purged entries deleted, &gt; 0
 * @param inputsAPart usage points in one record of inputs, &gt; 0
 */
public record DeliveryLimits(int settled, int read, int purged, int inputsAPart) {

    /**
     * A trade makes four to twenty-four records, five hundred of them keep the producer busy for some tens of milliseconds; a
     * delete costs what a write costs. A part's ids have at most 128 bytes each: half a thousand of them stay far below what
     * a broker takes.
     */
    public static final DeliveryLimits STANDARD = new DeliveryLimits(500, 20_000, 2_000, 500);

    public DeliveryLimits {
        if (settled <= 0 || read <= 0 || purged <= 0 || inputsAPart <= 0) {
            throw new IllegalArgumentException("a turn must do something: " + settled + " settled, " + read + " read, "
                    + purged + " purged, " + inputsAPart + " a part");
        }
    }
}
