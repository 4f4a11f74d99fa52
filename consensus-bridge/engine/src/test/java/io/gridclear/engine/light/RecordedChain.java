package io.gridclear.engine.light;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Commit;
import io.gridclear.engine.chain.LightBlock.CommitSignature;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.engine.chain.LightBlock.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The first 25 blocks of a network of CometBFT v0.39.4 with its key-value application, as its RPC ({@code /commit} and
 * {@code /validators}) answered: four validators of power 10; a fifth joins at height 9, the second leaves at 14; from 17 on one
 * does not run, so that commits lack its vote and blocks 18 and 22 took a second round; at 25 the fifth has power 25.
 */
final class RecordedChain {

    private RecordedChain() {}

    static List<LightBlock> blocks() {
        try (InputStream in = Objects.requireNonNull(RecordedChain.class.getResourceAsStream("cometbft-0.39.4.json"))) {
            List<LightBlock> blocks = new ArrayList<>();
            new ObjectMapper().readTree(in).forEach(node -> blocks.add(block(node)));
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LightBlock block(JsonNode node) {
        JsonNode h = node.get("header");
        Instant time = time(h);
        Header header = new Header(
                h.at("/version/block").asLong(),
                h.at("/version/app").asLong(),
                h.get("chain_id").asText(),
                h.get("height").asLong(),
                time.getEpochSecond(),
                time.getNano(),
                blockId(h.get("last_block_id")),
                hex(h, "last_commit_hash"),
                hex(h, "data_hash"),
                hex(h, "validators_hash"),
                hex(h, "next_validators_hash"),
                hex(h, "consensus_hash"),
                hex(h, "app_hash"),
                hex(h, "last_results_hash"),
                hex(h, "evidence_hash"),
                hex(h, "proposer_address"));
        JsonNode c = node.get("commit");
        List<CommitSignature> signatures = new ArrayList<>();
        c.get("signatures").forEach(s -> signatures.add(signature(s)));
        List<Validator> validators = new ArrayList<>();
        node.get("validators")
                .forEach(v -> validators.add(new Validator(
                        hex(v, "address"),
                        base64(v.at("/pub_key/value")),
                        v.get("voting_power").asLong())));
        Commit commit =
                new Commit(c.get("height").asLong(), c.get("round").asInt(), blockId(c.get("block_id")), signatures);
        return new LightBlock(header, commit, validators);
    }

    private static CommitSignature signature(JsonNode node) {
        Instant time = time(node);
        byte[] signature = node.get("signature").isNull() ? new byte[0] : base64(node.get("signature"));
        return new CommitSignature(
                node.get("block_id_flag").asInt(),
                hex(node, "validator_address"),
                time.getEpochSecond(),
                time.getNano(),
                signature);
    }

    private static Instant time(JsonNode node) {
        return Instant.parse((node.has("time") ? node.get("time") : node.get("timestamp")).asText());
    }

    private static BlockId blockId(JsonNode node) {
        return new BlockId(hex(node, "hash"), node.at("/parts/total").asInt(), hex(node.get("parts"), "hash"));
    }

    private static byte[] hex(JsonNode node, String field) {
        return HexFormat.of().parseHex(node.get(field).asText());
    }

    private static byte[] base64(JsonNode node) {
        return Base64.getDecoder().decode(node.asText());
    }
}
