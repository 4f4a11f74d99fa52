package io.gridclear.schemas.serde;

import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** What the planned encoder and decoder know of Avro schemas: the types that the contracts use, and no others. */
final class PlannedSchemas {

    /** Branch numbers of the one union in use, null first. */
    static final int BRANCH_ABSENT = 0;

    static final int BRANCH_PRESENT = 1;

    private PlannedSchemas() {}

    static boolean isInstant(Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis;
    }

    /** The type in a union of null and one type, in this order. */
    static Schema optionalType(Schema union) {
        List<Schema> types = union.getTypes();
        if (types.size() != 2 || types.get(BRANCH_ABSENT).getType() != Schema.Type.NULL) {
            throw unsupported(union);
        }
        return types.get(BRANCH_PRESENT);
    }

    static IllegalArgumentException unsupported(Schema schema) {
        return new IllegalArgumentException(
                "no contract uses this type so far, RecordEncoder and RecordDecoder must learn it: " + schema);
    }
}
