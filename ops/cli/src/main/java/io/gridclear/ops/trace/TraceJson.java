package io.gridclear.ops.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridclear.ops.topic.Found;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A trace as one JSON object: the fields of {@link LineTrace}, a record as {@code {"topic","partition","offset","value"}};
 * within a value longs are numbers, instants epoch ms, bytes lower-case hexadecimal.
 */
public final class TraceJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TraceJson() {}

    /** The object, on one line. */
    public static String of(LineTrace trace) {
        ObjectNode json = NODES.objectNode();
        json.put("lineId", trace.latest().getLineId());
        json.set("lines", places(trace.lines()));
        json.set("trade", place(trace.trade()));
        json.set("entries", places(trace.entries()));
        json.set("route", place(trace.route()));
        json.set("clearing", place(trace.clearing()));
        json.set("runs", places(trace.runs()));
        ArrayNode inputs = json.putArray("inputs");
        for (PointInput input : trace.inputs()) {
            ObjectNode one = inputs.addObject();
            one.put("topic", input.part().topic());
            one.put("partition", input.part().partition());
            one.put("offset", input.part().offset());
            one.put("run", input.part().value().getRun().name());
            one.put("revision", input.part().value().getRevision());
            one.set("value", value(input.input()));
        }
        json.set("energies", places(trace.energies()));
        json.set("readings", places(trace.readings()));
        json.set("receipts", places(trace.receipts()));
        ArrayNode attestations = json.putArray("attestations");
        for (Attestation attestation : trace.attestations()) {
            ObjectNode one = attestations.addObject();
            one.put("run", attestation.run());
            one.put("revision", attestation.revision());
            one.put("agent", attestation.agent());
            one.put("address", attestation.address());
            one.put("hash", attestation.hash());
            one.put("height", attestation.height());
        }
        return json.toString();
    }

    private static <T extends IndexedRecord> ArrayNode places(List<Found<T>> found) {
        ArrayNode all = NODES.arrayNode();
        found.forEach(one -> all.add(place(one)));
        return all;
    }

    private static <T extends IndexedRecord> JsonNode place(@Nullable Found<T> found) {
        if (found == null) {
            return NullNode.getInstance();
        }
        ObjectNode json = NODES.objectNode();
        json.put("topic", found.topic());
        json.put("partition", found.partition());
        json.put("offset", found.offset());
        json.set("value", value(found.value()));
        return json;
    }

    private static JsonNode value(@Nullable Object value) {
        if (value == null) {
            return NullNode.getInstance();
        } else if (value instanceof IndexedRecord inner) {
            ObjectNode json = NODES.objectNode();
            for (Schema.Field field : inner.getSchema().getFields()) {
                json.set(field.name(), value(inner.get(field.pos())));
            }
            return json;
        } else if (value instanceof Collection<?> items) {
            ArrayNode json = NODES.arrayNode();
            items.forEach(item -> json.add(value(item)));
            return json;
        } else if (value instanceof Instant instant) {
            return NODES.numberNode(instant.toEpochMilli());
        } else if (value instanceof Long number) {
            return NODES.numberNode(number);
        } else if (value instanceof Integer number) {
            return NODES.numberNode(number);
        } else if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        } else if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return NODES.textNode(HexFormat.of().formatHex(copy));
        }
        return NODES.textNode(value.toString());
    }
}
