package io.gridclear.billing.intake;

/**
 * A record that was decoded and contradicts nothing in itself.
 *
 * @param arrival where it came from
 * @param record what it says
 */
record Entry<T>(Arrival arrival, T record) {}
