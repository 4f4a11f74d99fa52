package io.gridclear.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON in which nothing is said twice and nothing follows, and fields that are taken out by their type. */
final class StrictJson {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Enough to recognise a hash by; a proof would fill the terminal. */
    private static final int MOST_QUOTED = 70;

    private StrictJson() {}

    /**
     * The one JSON object of a text.
     *
     * @throws MalformedFileException if it is none
     */
    static ObjectNode object(String text) throws MalformedFileException {
        try {
            JsonNode json = MAPPER.readTree(text);
            if (!(json instanceof ObjectNode object)) {
                throw new MalformedFileException("it is no JSON object");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new MalformedFileException("it is no JSON: " + e.getOriginalMessage());
        }
    }

    static String text(JsonNode object, String name) throws MalformedFileException {
        JsonNode value = object.path(name);
        if (!value.isTextual()) {
            throw new MalformedFileException("it has no text " + name);
        }
        return value.textValue();
    }

    static byte[] base64(JsonNode object, String name) throws MalformedFileException {
        byte[] bytes = looseBase64(object, name);
        // bits that Base64 leaves unused, or a missing =, would be another text for the same bytes
        if (!Base64.getEncoder().encodeToString(bytes).equals(text(object, name))) {
            throw new MalformedFileException(name + " is no canonical Base64");
        }
        return bytes;
    }

    /** Bytes in a Base64 of which the caller makes sure that it is the canonical one. */
    static byte[] looseBase64(JsonNode object, String name) throws MalformedFileException {
        try {
            return Base64.getDecoder().decode(text(object, name));
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(name + " is no Base64");
        }
    }

    /**
     * Requires that an object says what it must, field by field, and nothing else.
     *
     * @throws MalformedFileException if not; the message names the first such field
     */
    static void requireSame(JsonNode given, JsonNode derived) throws MalformedFileException {
        for (Map.Entry<String, JsonNode> field : derived.properties()) {
            JsonNode is = given.get(field.getKey());
            if (is == null || !field.getValue().equals(StrictJson::compare, is)) {
                throw new MalformedFileException("its " + field.getKey() + " is " + brief(is) + ", but "
                        + brief(field.getValue()) + " follows from its proof");
            }
        }
        for (Map.Entry<String, JsonNode> field : given.properties()) {
            if (!derived.has(field.getKey())) {
                throw new MalformedFileException("it has an unknown field " + field.getKey());
            }
        }
    }

    /** Equal is 0: whole numbers by value, whatever type a parser chose for them, everything else as it is. */
    private static int compare(JsonNode one, JsonNode other) {
        if (one.canConvertToLong() && other.canConvertToLong() && one.isIntegralNumber() && other.isIntegralNumber()) {
            return Long.compare(one.longValue(), other.longValue());
        }
        if (one.isIntegralNumber() && other.isIntegralNumber()) {
            return one.bigIntegerValue().compareTo(other.bigIntegerValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private static String brief(@Nullable JsonNode value) {
        String text = value == null ? "missing" : value.toString();
        return text.length() <= MOST_QUOTED ? text : text.substring(0, MOST_QUOTED) + "...";
    }
}
