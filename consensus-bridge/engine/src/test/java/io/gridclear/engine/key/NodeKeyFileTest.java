package io.gridclear.engine.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeKeyFileTest {
    /** RFC 8032, section 7.1, test 1. */
    private static final ValidatorKey KEY = ValidatorKey.fromSeed(
            HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    @TempDir
    Path directory;

    @Test
    void aKeyComesBackFromItsFile() throws IOException {
        Path file = directory.resolve("node_key.json");
        NodeKeyFile.write(file, KEY);
        assertThat(NodeKeyFile.read(file).seed()).isEqualTo(KEY.seed());
    }

    @Test
    void aNodeIsNamedByTheBeginningOfItsKeysHash() {
        // printf d75a98... | xxd -r -p | sha256sum
        assertThat(NodeKeyFile.nodeId(KEY)).isEqualTo("21fe31dfa154a261626bf854046fd2271b7bed4b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"priv_key\":{\"type\":\"tendermint/PrivKeySecp256k1\",\"value\":\"AA==\"}}",
                "{\"priv_key\":{\"type\":\"tendermint/PrivKeyEd25519\",\"value\":\"AA==\"}}",
                "{\"priv_key\":{\"type\":\"tendermint/PrivKeyEd25519\",\"value\":\"?\"}}",
                "not json"
            })
    void whatHoldsNoKeyIsRefusedByTheFilesName(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("node_key.json"), text);
        assertThatThrownBy(() -> NodeKeyFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node_key.json");
    }

    @Test
    void thePublicHalfMustBeThatOfTheSeed() {
        String other = NodeKeyFile.toJson(ValidatorKey.fromSeed(new byte[32]));
        String secret = other.replaceAll("(?s).*\"value\" : \"([^\"]*)\".*", "$1");
        byte[] both = java.util.Base64.getDecoder().decode(secret);
        System.arraycopy(KEY.seed(), 0, both, 0, 32);
        String mixed = other.replace(secret, java.util.Base64.getEncoder().encodeToString(both));
        assertThatThrownBy(() -> NodeKeyFile.fromJson(mixed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not that of its secret");
    }
}
