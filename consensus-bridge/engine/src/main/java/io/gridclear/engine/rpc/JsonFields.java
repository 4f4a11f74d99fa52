package io.gridclear.engine.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** Fields of the engine's JSON, strictly: what is missing or of another form is an error that names the field. */
final class JsonFields {

    private JsonFields() {}

    static JsonNode object(JsonNode parent, String name) throws IOException {
        JsonNode found = parent.path(name);
        if (!found.isObject()) {
            throw new IOException("no object '" + name + "'");
        }
        return found;
    }

    static JsonNode array(JsonNode parent, String name) throws IOException {
        JsonNode found = parent.path(name);
        if (!found.isArray()) {
            throw new IOException("no array '" + name + "'");
        }
        return found;
    }

    static String text(JsonNode parent, String name) throws IOException {
        JsonNode found = parent.path(name);
        if (!found.isTextual()) {
            throw new IOException("no text '" + name + "'");
        }
        return found.textValue();
    }

    /** A 64-bit number, which the engine writes as a string. */
    static long int64(JsonNode parent, String name) throws IOException {
        try {
            return Long.parseLong(text(parent, name));
        } catch (NumberFormatException e) {
            throw new IOException("'" + name + "' is no 64-bit number", e);
        }
    }

    /** A 64-bit number that the engine leaves out when it is zero. */
    static long int64OrZero(JsonNode parent, String name) throws IOException {
        return parent.has(name) ? int64(parent, name) : 0;
    }

    static int int32(JsonNode parent, String name) throws IOException {
        JsonNode found = parent.path(name);
        if (!found.isIntegralNumber() || !found.canConvertToInt()) {
            throw new IOException("no number '" + name + "'");
        }
        return found.intValue();
    }

    /** Bytes in hex; empty is allowed. */
    static byte[] hex(JsonNode parent, String name) throws IOException {
        try {
            return HexFormat.of().parseHex(text(parent, name));
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + name + "' is no hex", e);
        }
    }

    /** Bytes in Base64; null means none. */
    static byte[] base64(JsonNode parent, String name) throws IOException {
        if (parent.path(name).isNull()) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(text(parent, name));
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + name + "' is no Base64", e);
        }
    }

    static Instant time(JsonNode parent, String name) throws IOException {
        try {
            return Instant.parse(text(parent, name));
        } catch (DateTimeException e) {
            throw new IOException("'" + name + "' is no time", e);
        }
    }
}
