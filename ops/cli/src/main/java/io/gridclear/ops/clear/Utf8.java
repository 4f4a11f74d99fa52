package io.gridclear.ops.clear;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Tells whether bytes are text. */
final class Utf8 {

    private Utf8() {}

    /** Whether bytes[start, end) are well-formed UTF-8. */
    static boolean isValid(byte[] bytes, int start, int end) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
