package io.gridclear.engine.abci;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The application's genesis inside the engine's genesis file: a JSON string with its canonical bytes in Base64. The engine
 * hands it to the application as it stands in the file, quotes included.
 */
public final class GenesisState {

    private GenesisState() {}

    /** The content of the JSON string, without the quotes. */
    public static String encode(byte[] genesis) {
        return Base64.getEncoder().encodeToString(genesis);
    }

    /**
     * The bytes of a genesis file's {@code app_state}.
     *
     * @throws BrokenReplicaException if it is something else: this is a genesis file of another application
     */
    static byte[] decode(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8).strip();
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            throw new BrokenReplicaException("app_state of the genesis file is no JSON string: it begins with "
                    + text.substring(0, Math.min(20, text.length())));
        }
        try {
            return Base64.getDecoder().decode(text.substring(1, text.length() - 1));
        } catch (IllegalArgumentException e) {
            throw new BrokenReplicaException("app_state of the genesis file is no Base64", e);
        }
    }
}
