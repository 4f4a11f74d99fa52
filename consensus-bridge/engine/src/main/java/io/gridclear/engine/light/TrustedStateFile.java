package io.gridclear.engine.light;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.engine.key.ValidatorKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A trusted state as text (JSON) that people keep and hand on. What they compare is {@code headerHash}; the rest is checked
 * against it when it is read, so that nobody can slip other validators under a hash that is right.
 */
public final class TrustedStateFile {

    /** A state with 10,000 validators has 1.2 MB. */
    private static final int MOST_CHARACTERS = 4 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private record Member(String publicKey, long power) {}

    private record LastBlock(String hash, int partsTotal, String partsHash) {}

    private record Content(
            String chainId,
            long height,
            String headerHash,
            String time,
            List<Member> validators,
            String nextValidatorsHash,
            String appHash,
            long blockVersion,
            long appVersion,
            LastBlock lastBlock,
            String lastCommitHash,
            String dataHash,
            String consensusHash,
            String lastResultsHash,
            String evidenceHash,
            String proposerAddress) {}

    private TrustedStateFile() {}

    /** The text. */
    public static String toJson(TrustedState state) {
        Header header = state.header();
        List<Member> members = state.validators().validators().stream()
                .map(validator -> new Member(hex(validator.publicKey()), validator.power()))
                .toList();
        Content content = new Content(
                header.chainId(),
                header.height(),
                hex(state.headerHash()),
                Instant.ofEpochSecond(header.timeSeconds(), header.timeNanos()).toString(),
                members,
                hex(header.nextValidatorsHash()),
                hex(header.appHash()),
                header.blockVersion(),
                header.appVersion(),
                new LastBlock(
                        hex(header.lastBlockId().hash()),
                        header.lastBlockId().partsTotal(),
                        hex(header.lastBlockId().partsHash())),
                hex(header.lastCommitHash()),
                hex(header.dataHash()),
                hex(header.consensusHash()),
                hex(header.lastResultsHash()),
                hex(header.evidenceHash()),
                hex(header.proposerAddress()));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }

    /**
     * The state in a text.
     *
     * @throws IllegalArgumentException if it is none, or one part of it does not belong to its header hash
     */
    public static TrustedState fromJson(String json) {
        if (json.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("a trusted state has at most " + MOST_CHARACTERS + " characters");
        }
        TrustedState state;
        byte[] named;
        try {
            Content content = JSON.readValue(json, Content.class);
            if (content == null) {
                throw new IllegalArgumentException("it is empty");
            }
            state = state(content);
            named = bytes(content.headerHash);
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            String why = e instanceof JsonProcessingException broken ? broken.getOriginalMessage() : e.getMessage();
            throw new IllegalArgumentException("not a trusted state: " + why, e);
        }
        if (!Arrays.equals(named, state.headerHash())) {
            throw new IllegalArgumentException("the header in this trusted state has the hash "
                    + hex(state.headerHash()) + ", not the one it names");
        }
        return state;
    }

    private static TrustedState state(Content content) {
        List<Validator> validators = new ArrayList<>();
        for (Member member : content.validators) {
            byte[] key = bytes(member.publicKey);
            validators.add(new Validator(ValidatorKey.addressOf(key), key, member.power));
        }
        ValidatorSet set = new ValidatorSet(validators);
        Instant time = Instant.parse(content.time);
        return new TrustedState(
                new Header(
                        content.blockVersion,
                        content.appVersion,
                        content.chainId,
                        content.height,
                        time.getEpochSecond(),
                        time.getNano(),
                        new BlockId(
                                bytes(content.lastBlock.hash),
                                content.lastBlock.partsTotal,
                                bytes(content.lastBlock.partsHash)),
                        bytes(content.lastCommitHash),
                        bytes(content.dataHash),
                        set.hash(),
                        bytes(content.nextValidatorsHash),
                        bytes(content.consensusHash),
                        bytes(content.appHash),
                        bytes(content.lastResultsHash),
                        bytes(content.evidenceHash),
                        bytes(content.proposerAddress)),
                set);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
