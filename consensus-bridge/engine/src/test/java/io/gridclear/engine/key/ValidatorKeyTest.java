package io.gridclear.engine.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorKeyTest {

    private static final HexFormat HEX = HexFormat.of();

    /** RFC 8032, section 7.1, test 2. */
    private static final String SEED = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";

    private static final String PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    private static final String SIGNATURE = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    /** What {@code cometbft init} of v0.39.4 wrote; it validates nothing. */
    private static final String ENGINE_FILE = """
            {
              "address": "C62657A6CE5F62D535311BE76265604DAEADC0BF",
              "pub_key": {
                "type": "tendermint/PubKeyEd25519",
                "value": "ZhNRWQQsqDkqRe4rVb/O89wJS9f+PKpGjnZKCDa9ezk="
              },
              "priv_key": {
                "type": "tendermint/PrivKeyEd25519",
                "value": "U7ATO7FsG1ywepBauMa3+X0bo2Hq7JOaXtmOHdW31mRmE1FZBCyoOSpF7itVv87z3AlL1/48qkaOdkoINr17OQ=="
              }
            }""";

    private static final String ENGINE_ADDRESS = "C62657A6CE5F62D535311BE76265604DAEADC0BF";

    @TempDir
    Path directory;

    @Test
    void aSeedGivesTheKeyAndTheSignaturesOfRfc8032() {
        ValidatorKey key = ValidatorKey.fromSeed(HEX.parseHex(SEED));

        assertThat(key.publicKey()).isEqualTo(HEX.parseHex(PUBLIC));
        assertThat(key.sign(HEX.parseHex("72"))).isEqualTo(HEX.parseHex(SIGNATURE));
    }

    @Test
    void readsWhatTheEngineWrites() {
        ValidatorKey key = ValidatorKeyFile.fromJson(ENGINE_FILE);

        assertThat(HEX.withUpperCase().formatHex(key.address())).isEqualTo(ENGINE_ADDRESS);
        assertThat(ValidatorKeyFile.toJson(key).replaceAll("\\s", "")).isEqualTo(ENGINE_FILE.replaceAll("\\s", ""));
    }

    @Test
    void theFileIsReadByItsOwnerAloneAndComesBack() throws Exception {
        ValidatorKey key = ValidatorKey.fromSeed(HEX.parseHex(SEED));
        Path file = directory.resolve("priv_validator_key.json");

        ValidatorKeyFile.write(file, key);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(ValidatorKeyFile.read(file).publicKey()).isEqualTo(key.publicKey());
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PubKeyEd25519, PubKeySecp256k1, pub_key is not of the type",
        "PrivKeyEd25519, PrivKeySecp256k1, priv_key is not of the type",
        "priv_key, private, not a key file",
        "}, , not a key file",
    })
    void refusesWhatIsNoKeyWithoutQuotingIt(String what, String with, String words) {
        String json = ValidatorKeyFile.toJson(ValidatorKey.fromSeed(HEX.parseHex(SEED)));

        assertThatThrownBy(() -> ValidatorKeyFile.fromJson(json.replace(what, with == null ? "" : with)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words)
                .hasNoCause()
                .hasMessageNotContaining(secretOf(json).substring(0, 8));
    }

    @Test
    void refusesAPublicKeyAndAnAddressOfAnotherSecret() {
        ValidatorKey one = ValidatorKey.fromSeed(HEX.parseHex(SEED));
        ValidatorKey other = ValidatorKey.fromSeed(new byte[32]);
        String json = ValidatorKeyFile.toJson(one);

        assertThatThrownBy(() -> ValidatorKeyFile.fromJson(json.replace(
                        Base64.getEncoder().encodeToString(one.publicKey()),
                        Base64.getEncoder().encodeToString(other.publicKey()))))
                .hasMessageContaining("not that of its secret");
        assertThatThrownBy(() -> ValidatorKeyFile.fromJson(json.replace(
                        HEX.withUpperCase().formatHex(one.address()),
                        HEX.withUpperCase().formatHex(other.address()))))
                .hasMessageContaining("address");
    }

    @Test
    void neverShowsItsSecret() {
        assertThat(ValidatorKey.fromSeed(HEX.parseHex(SEED)).toString()).doesNotContainIgnoringCase(SEED);
    }

    private static String secretOf(String json) {
        String[] quoted = json.split("\"");
        return quoted[quoted.length - 2];
    }
}
