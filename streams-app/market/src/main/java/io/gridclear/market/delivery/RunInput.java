package io.gridclear.market.delivery;

/**
 * What a run knows of one usage point besides its contract. A run's inputs are those of all usage points with items or
 * readings, by {@link PointKey}.
 *
 * @param point the usage point and its participant
 * @param energy what its readings say
 * @param before what counted in the runs before
 */
public record RunInput(PointKey point, MeteredEnergy energy, PointHistory before) {}
