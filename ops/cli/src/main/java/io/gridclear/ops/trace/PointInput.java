package io.gridclear.ops.trace;

import io.gridclear.ops.topic.Found;
import io.gridclear.schemas.avro.SettlementInput;
import io.gridclear.schemas.avro.SettlementInputs;

/**
 * What a later run was made from, of one usage point.
 *
 * @param part the record that it stands in
 * @param input the usage point's
 */
public record PointInput(Found<SettlementInputs> part, SettlementInput input) {}
