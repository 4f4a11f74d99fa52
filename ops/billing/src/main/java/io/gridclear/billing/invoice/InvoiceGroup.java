package io.gridclear.billing.invoice;

import io.gridclear.schemas.avro.ChargeType;
import io.gridclear.schemas.avro.Direction;

/** What lines of a bill are added up under: charge, and who the other party is. In the order of the bill. */
public enum InvoiceGroup {
    PEER_SOLD("sold to peers"),
    PEER_BOUGHT("bought from peers"),
    GRID_SOLD("sold at the grid's tariff"),
    GRID_BOUGHT("bought at the grid's tariff"),
    GRID_FEE_PAID("grid fees"),
    GRID_FEE_RECEIVED("grid fees received"),
    IMBALANCE_SOLD("imbalance sold"),
    IMBALANCE_BOUGHT("imbalance bought"),
    TAX_PAID("energy tax"),
    TAX_RECEIVED("energy tax received");

    private final String words;

    InvoiceGroup(String words) {
        this.words = words;
    }

    /** The group in words. */
    public String words() {
        return words;
    }

    /**
     * The group of a line.
     *
     * @throws IllegalArgumentException if charge or direction is unspecified
     */
    static InvoiceGroup of(ChargeType charge, Direction direction) {
        boolean credit = switch (direction) {
            case CREDIT -> true;
            case DEBIT -> false;
            case UNSPECIFIED -> throw new IllegalArgumentException("a line has a direction");
        };
        return switch (charge) {
            case ENERGY -> credit ? PEER_SOLD : PEER_BOUGHT;
            case GRID_ENERGY -> credit ? GRID_SOLD : GRID_BOUGHT;
            case GRID_FEE -> credit ? GRID_FEE_RECEIVED : GRID_FEE_PAID;
            case IMBALANCE -> credit ? IMBALANCE_SOLD : IMBALANCE_BOUGHT;
            case TAX -> credit ? TAX_RECEIVED : TAX_PAID;
            case UNSPECIFIED -> throw new IllegalArgumentException("a line has a charge");
        };
    }
}
