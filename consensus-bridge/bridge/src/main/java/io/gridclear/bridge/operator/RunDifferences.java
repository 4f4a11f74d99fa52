package io.gridclear.bridge.operator;

import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.RunClaim;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;

/** Compares a published run with what its inputs come to. */
final class RunDifferences {

    private RunDifferences() {}

    /** Every field of the published run that is not what was computed, with both values; when it was published aside. */
    static List<String> of(SettlementRunResult published, DeliveryTerms terms, RunClaim computed) {
        SettlementRunResult expected = DeliveryRecords.toRecord(
                terms,
                RunClaim.run(new PublishedRun.Later(published).item()),
                computed.bookHash(),
                computed.initialRoot(),
                computed.outcome(),
                computed.outcomeHash(),
                published.getPublishedAt().toEpochMilli());
        List<String> found = new ArrayList<>();
        for (Schema.Field field : published.getSchema().getFields()) {
            Object is = published.get(field.pos());
            Object shouldBe = expected.get(field.pos());
            if (!is.equals(shouldBe)) {
                found.add(field.name() + " is published as " + text(is) + " and computed as " + text(shouldBe));
            }
        }
        return found;
    }

    private static String text(Object value) {
        return value instanceof ByteBuffer bytes
                ? HexFormat.of().formatHex(BatchRecords.bytes(bytes))
                : value.toString();
    }
}
