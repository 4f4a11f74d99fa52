package io.gridclear.engine.rpc;

import static io.gridclear.engine.rpc.JsonFields.array;
import static io.gridclear.engine.rpc.JsonFields.base64;
import static io.gridclear.engine.rpc.JsonFields.hex;
import static io.gridclear.engine.rpc.JsonFields.int32;
import static io.gridclear.engine.rpc.JsonFields.int64;
import static io.gridclear.engine.rpc.JsonFields.int64OrZero;
import static io.gridclear.engine.rpc.JsonFields.object;
import static io.gridclear.engine.rpc.JsonFields.text;
import static io.gridclear.engine.rpc.JsonFields.time;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Commit;
import io.gridclear.engine.chain.LightBlock.CommitSignature;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.engine.chain.LightBlock.Validator;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads headers, commits and validators as the engine's RPC writes them. */
final class LightBlockReader {

    private static final String ED25519 = "tendermint/PubKeyEd25519";

    private LightBlockReader() {}

    static Header header(JsonNode json) throws IOException {
        JsonNode version = object(json, "version");
        Instant time = time(json, "time");
        return new Header(
                int64(version, "block"),
                int64OrZero(version, "app"),
                text(json, "chain_id"),
                int64(json, "height"),
                time.getEpochSecond(),
                time.getNano(),
                blockId(object(json, "last_block_id")),
                hex(json, "last_commit_hash"),
                hex(json, "data_hash"),
                hex(json, "validators_hash"),
                hex(json, "next_validators_hash"),
                hex(json, "consensus_hash"),
                hex(json, "app_hash"),
                hex(json, "last_results_hash"),
                hex(json, "evidence_hash"),
                hex(json, "proposer_address"));
    }

    static Commit commit(JsonNode json) throws IOException {
        List<CommitSignature> signatures = new ArrayList<>();
        for (JsonNode each : array(json, "signatures")) {
            Instant time = time(each, "timestamp");
            signatures.add(new CommitSignature(
                    int32(each, "block_id_flag"),
                    hex(each, "validator_address"),
                    time.getEpochSecond(),
                    time.getNano(),
                    base64(each, "signature")));
        }
        return new Commit(int64(json, "height"), int32(json, "round"), blockId(object(json, "block_id")), signatures);
    }

    /** One page of validators, in the engine's order. */
    static List<Validator> validators(JsonNode page) throws IOException {
        List<Validator> validators = new ArrayList<>();
        for (JsonNode each : array(page, "validators")) {
            JsonNode key = object(each, "pub_key");
            if (!text(key, "type").equals(ED25519)) {
                throw new IOException("a validator with a key of type " + text(key, "type"));
            }
            validators.add(new Validator(hex(each, "address"), base64(key, "value"), int64(each, "voting_power")));
        }
        return validators;
    }

    private static BlockId blockId(JsonNode json) throws IOException {
        JsonNode parts = object(json, "parts");
        return new BlockId(hex(json, "hash"), int32(parts, "total"), hex(parts, "hash"));
    }
}
