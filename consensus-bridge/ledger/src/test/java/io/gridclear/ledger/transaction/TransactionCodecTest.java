package io.gridclear.ledger.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.ledger.TestChain;
import io.gridclear.ledger.TestKey;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransactionCodecTest {

    private static final TestKey SENDER = TestChain.node(0);
    private static final byte[] KEY = new byte[16];

    static Stream<LedgerTransaction> transactions() {
        return Stream.of(
                new RegisterCandidate("node one", TestChain.validator(1).publicKey(), new byte[64], List.of("a", "ü")),
                new RegisterCandidate("x", TestChain.validator(1).publicKey(), new byte[64], List.of()),
                new CastVote(List.of()),
                TestChain.vote(TestChain.node(1), TestChain.node(2)),
                new Ready(),
                TestChain.submit(7),
                new Attest(Collections.nCopies(1_000, new Attestation(TestChain.item(1), TestChain.right(1)))),
                new ReportDelivery(
                        new io.gridclear.ledger.item.ItemKey("a", -900_000, 2, 0),
                        List.of(new Delivery("up", 0, TransactionCodec.MOST_ENERGY_WH))));
    }

    private static byte[] encode(LedgerTransaction transaction) {
        return TransactionCodec.encode(TestChain.CHAIN_ID, transaction, SENDER, 77, KEY);
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void thereAndBack(LedgerTransaction transaction) {
        byte[] bytes = encode(transaction);
        SignedTransaction signed = TransactionCodec.decode(bytes);
        assertThat(signed.chainId()).isEqualTo(TestChain.CHAIN_ID);
        assertThat(signed.sender()).isEqualTo(SENDER.publicKey());
        assertThat(signed.validUntilHeight()).isEqualTo(77);
        assertThat(signed.idempotencyKey()).isEqualTo(KEY);
        assertThat(TestKey.VERIFIER.verify(signed.sender(), signed.signedBytes(), signed.signature()))
                .isTrue();
        assertThat(encode(signed.transaction())).as("the same bytes again").isEqualTo(bytes);
        assertThat(signed.transaction()).usingRecursiveComparison().isEqualTo(transaction);
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void everyCutIsRefused(LedgerTransaction transaction) {
        byte[] bytes = encode(transaction);
        for (int length = 0; length < bytes.length; length += Math.max(1, bytes.length / 997)) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> TransactionCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> TransactionCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever the bytes: a transaction, whose only encoding they are, or an IllegalArgumentException. */
    @Test
    void brokenBytesAreRefusedOrAreTheOnlyEncodingOfWhatTheySay() {
        SplittableRandom random = new SplittableRandom(5);
        List<byte[]> good = transactions()
                .map(TransactionCodecTest::encode)
                .filter(b -> b.length < 2_000)
                .toList();
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = good.get(random.nextInt(good.size())).clone();
            for (int left = 1 + random.nextInt(3); left > 0; left--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            SignedTransaction signed;
            try {
                signed = TransactionCodec.decode(bytes);
            } catch (IllegalArgumentException e) {
                continue;
            }
            read++;
            MessageSigner same = new Same(signed);
            assertThat(TransactionCodec.encode(
                            signed.chainId(),
                            signed.transaction(),
                            same,
                            signed.validUntilHeight(),
                            signed.idempotencyKey()))
                    .as("seed 5, step %s", i)
                    .isEqualTo(bytes);
        }
        assertThat(read).isGreaterThan(1_000);
    }

    private record Same(SignedTransaction signed) implements MessageSigner {
        @Override
        public byte[] publicKey() {
            return signed.sender();
        }

        @Override
        public byte[] sign(byte[] message) {
            return signed.signature();
        }
    }

    static Stream<LedgerTransaction> tooMuch() {
        byte[] key = TestChain.validator(1).publicKey();
        return Stream.of(
                new RegisterCandidate("", key, new byte[64], List.of()),
                new RegisterCandidate("x".repeat(65), key, new byte[64], List.of()),
                new RegisterCandidate("tab\t", key, new byte[64], List.of()),
                new RegisterCandidate("x", new byte[31], new byte[64], List.of()),
                new RegisterCandidate("x", key, new byte[63], List.of()),
                new RegisterCandidate("x", key, new byte[64], List.of("a", "a")),
                new RegisterCandidate("x", key, new byte[64], List.of("")),
                new RegisterCandidate("x", key, new byte[64], List.of("u".repeat(129))),
                new RegisterCandidate(
                        "x",
                        key,
                        new byte[64],
                        Stream.iterate("u", u -> u + "u").limit(101).toList()),
                new CastVote(List.of(new byte[19])),
                new CastVote(Collections.nCopies(1_001, new byte[20])),
                new Attest(List.of()),
                new Attest(Collections.nCopies(1_001, new Attestation(TestChain.item(1), new byte[32]))),
                new Attest(List.of(new Attestation(TestChain.item(1), new byte[31]))),
                new ReportDelivery(TestChain.metered(1), List.of()),
                new ReportDelivery(TestChain.metered(1), List.of(new Delivery("u", -1, 0))),
                new ReportDelivery(TestChain.metered(1), List.of(new Delivery("u", 0, -1))),
                new ReportDelivery(
                        TestChain.metered(1), List.of(new Delivery("u", TransactionCodec.MOST_ENERGY_WH + 1, 0))));
    }

    @ParameterizedTest
    @MethodSource("tooMuch")
    void whatCouldNotBeReadIsNotWritten(LedgerTransaction transaction) {
        assertThatThrownBy(() -> encode(transaction)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theBytesAreThoseOfTheDocumentation() {
        byte[] bytes = encode(new Ready());
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).startsWith("\0\0\0\u0018gridclear.transaction.v1\0\0\0\u000egridclear-test\u0003");
        assertThat(bytes).hasSize(4 + 24 + 4 + 14 + 1 + 32 + 8 + 16 + 64);
    }

    @Test
    void theRealCurveSignsTheSameMessage() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        byte[] bytes = TransactionCodec.encode(TestChain.CHAIN_ID, new Ready(), new JdkSigner(pair, raw), 5, KEY);
        SignedTransaction signed = TransactionCodec.decode(bytes);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(pair.getPublic());
        verifier.update(signed.signedBytes());
        assertThat(verifier.verify(signed.signature())).isTrue();
    }

    private record JdkSigner(KeyPair pair, byte[] publicKey) implements MessageSigner {
        @Override
        public byte[] sign(byte[] message) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
