package io.gridclear.engine.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;

/** The engine's JSON files of keys. */
final class KeyFiles {

    static final String PUBLIC_KEY_TYPE = "tendermint/PubKeyEd25519";

    private static final String SECRET_KEY_TYPE = "tendermint/PrivKeyEd25519";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a validator last signed, before it ever did: the engine refuses to sign anything lower. */
    static final byte[] NOTHING_SIGNED =
            json(JSON.createObjectNode().put("height", "0").put("round", 0).put("step", 0));

    private KeyFiles() {}

    static byte[] ofNode(EngineKey key) {
        ObjectNode root = JSON.createObjectNode();
        putSecret(root, key);
        return json(root);
    }

    static byte[] ofValidator(EngineKey key) {
        ObjectNode root = JSON.createObjectNode();
        root.put("address", HexFormat.of().withUpperCase().formatHex(EngineKey.address(key.publicKey())));
        root.putObject("pub_key")
                .put("type", PUBLIC_KEY_TYPE)
                .put("value", Base64.getEncoder().encodeToString(key.publicKey()));
        putSecret(root, key);
        return json(root);
    }

    /**
     * The key in a file of either kind.
     *
     * @throws IOException if it holds none
     */
    static EngineKey read(byte[] file) throws IOException {
        JsonNode secret = JSON.readTree(file).path("priv_key");
        if (!secret.path("type").asText().equals(SECRET_KEY_TYPE)) {
            throw new IOException("no Ed25519 key");
        }
        try {
            return EngineKey.ofSeedAndPublicKey(
                    Base64.getDecoder().decode(secret.path("value").asText()));
        } catch (IllegalArgumentException e) {
            throw new IOException("no Ed25519 key", e);
        }
    }

    private static void putSecret(ObjectNode root, EngineKey key) {
        root.putObject("priv_key")
                .put("type", SECRET_KEY_TYPE)
                .put("value", Base64.getEncoder().encodeToString(key.seedAndPublicKey()));
    }

    private static byte[] json(ObjectNode root) {
        try {
            return JSON.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new IllegalStateException("a tree of strings has bytes", e);
        }
    }
}
