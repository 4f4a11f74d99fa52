package io.gridclear.engine.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridclear.engine.abci.GenesisState;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.key.ValidatorKeyFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What founds a chain; the same bytes on every node (CometBFT specification, "Genesis").
 *
 * @param chainId names the chain, 1 to 50 characters
 * @param timeMs time of the founding, epoch ms
 * @param validators the first validators, at equal power
 * @param applicationState the application's genesis
 */
@SuppressWarnings("ArrayRecordComponent") // compared by their file
public record EngineGenesis(String chainId, long timeMs, List<NetworkMember> validators, byte[] applicationState) {

    /** More than 1, so that the engine's proposer rotation and partial changes of power have room. */
    public static final long POWER = 10;

    /** A block of full transactions stays below a second on a slow line. */
    static final int MOST_BLOCK_BYTES = 4 * 1024 * 1024;

    private static final Pattern CHAIN_ID = Pattern.compile("[A-Za-z0-9._-]{1,50}");

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public EngineGenesis {
        if (!CHAIN_ID.matcher(chainId).matches()) {
            throw new IllegalArgumentException(
                    "a chain id is 1 to 50 letters, digits, dots and dashes, not: " + chainId);
        }
        if (validators.isEmpty()) {
            throw new IllegalArgumentException("a chain needs a validator");
        }
        validators = List.copyOf(validators);
    }

    /** The file: the engine reads 64-bit numbers as strings. */
    byte[] json() {
        ObjectNode root = JSON.createObjectNode();
        root.put("genesis_time", Instant.ofEpochMilli(timeMs).toString());
        root.put("chain_id", chainId);
        root.put("initial_height", "1");
        ObjectNode parameters = root.putObject("consensus_params");
        parameters
                .putObject("block")
                .put("max_bytes", Integer.toString(MOST_BLOCK_BYTES))
                .put("max_gas", "-1");
        // Evidence counts for as long as a validator that left could be held to it: two days, the engine's default.
        parameters
                .putObject("evidence")
                .put("max_age_num_blocks", "100000")
                .put("max_age_duration", "172800000000000")
                .put("max_bytes", "1048576");
        parameters.putObject("validator").putArray("pub_key_types").add("ed25519");
        parameters.putObject("version").put("app", "1");
        parameters.putObject("abci").put("vote_extensions_enable_height", "0");
        ArrayNode members = root.putArray("validators");
        for (NetworkMember validator : validators) {
            ObjectNode member = members.addObject();
            member.put(
                    "address",
                    HexFormat.of().withUpperCase().formatHex(ValidatorKey.addressOf(validator.validatorKey())));
            member.putObject("pub_key")
                    .put("type", ValidatorKeyFile.PUBLIC_TYPE)
                    .put("value", Base64.getEncoder().encodeToString(validator.validatorKey()));
            member.put("power", Long.toString(POWER));
            member.put("name", validator.name());
        }
        root.put("app_hash", "");
        root.put("app_state", GenesisState.encode(applicationState));
        try {
            return (JSON.writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings has a text", e);
        }
    }
}
