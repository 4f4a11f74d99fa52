/**
 * The topics of the house, the one place that everything reads: names, keys, records, retention, limits.
 * {@link io.gridclear.schemas.catalogue.TopicReconciler} brings a cluster to what the catalogue says.
 */
@NullMarked
package io.gridclear.schemas.catalogue;

import org.jspecify.annotations.NullMarked;
