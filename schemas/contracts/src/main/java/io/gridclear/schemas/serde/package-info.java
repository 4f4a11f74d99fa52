/**
 * Records to bytes and back: Confluent's wire format on public topics, Avro single-object encoding on internal ones.
 * Bytes that do not decode are told apart by {@link io.gridclear.schemas.serde.UndecodableRecordException.Reason}.
 */
@NullMarked
package io.gridclear.schemas.serde;

import org.jspecify.annotations.NullMarked;
