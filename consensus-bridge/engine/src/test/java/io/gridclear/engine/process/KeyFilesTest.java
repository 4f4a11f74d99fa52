package io.gridclear.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
    /** RFC 8032, section 7.1, test 1. */
    private static final EngineKey KEY = new EngineKey(
            HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
            HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));

    @Test
    void aKeyComesBackFromEitherFile() throws IOException {
        EngineKey key = EngineKey.generate();
        for (byte[] file : new byte[][] {KeyFiles.ofNode(key), KeyFiles.ofValidator(key)}) {
            EngineKey read = KeyFiles.read(file);
            assertThat(read.seed()).isEqualTo(key.seed());
            assertThat(read.publicKey()).isEqualTo(key.publicKey());
        }
    }

    @Test
    void addressesAreTheBeginningOfTheKeysHash() {
        // printf d75a98... | xxd -r -p | sha256sum
        assertThat(KEY.nodeId()).isEqualTo("21fe31dfa154a261626bf854046fd2271b7bed4b");
    }

    @Test
    void theSecretIsNeverPrinted() {
        assertThat(KEY.toString()).contains("d75a98").doesNotContain("9d61b1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"priv_key\":{\"type\":\"tendermint/PrivKeySecp256k1\",\"value\":\"AA==\"}}",
                "{\"priv_key\":{\"type\":\"tendermint/PrivKeyEd25519\",\"value\":\"AA==\"}}",
                "{\"priv_key\":{\"type\":\"tendermint/PrivKeyEd25519\",\"value\":\"?\"}}",
                "not json"
            })
    void whatHoldsNoKeyIsRefused(String file) {
        assertThatThrownBy(() -> KeyFiles.read(file.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }
}
