package io.gridclear.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.TestKey;
import io.gridclear.ledger.execution.VerifiedTransactions.Verified;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.MessageSigner;
import io.gridclear.ledger.transaction.SignedTransaction;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.Sha256;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VerifiedTransactionsTest {

    private final AtomicInteger checks = new AtomicInteger();
    private final VerifiedTransactions verified = remembering(VerifiedTransactions.MOST_BYTES);

    private VerifiedTransactions remembering(int mostBytes) {
        return new VerifiedTransactions(
                (key, message, signature) -> {
                    checks.incrementAndGet();
                    return TestKey.VERIFIER.verify(key, message, signature);
                },
                mostBytes);
    }

    private static byte[] transaction(int number) {
        return transaction(new TestKey("node"), number);
    }

    private static byte[] transaction(MessageSigner signer, int number) {
        byte[] key = ByteBuffer.allocate(16).putInt(number).array();
        return TransactionCodec.encode("chain", new Ready(), signer, 7, key);
    }

    private static Verified verify(VerifiedTransactions verified, byte[] bytes) {
        return Objects.requireNonNull(verified.verify(TransactionCodec.decode(bytes)));
    }

    @Test
    void aTransactionThatComesAgainIsNeitherReadNorCheckedAgain() {
        assertThat(verified.find(transaction(1))).isNull();
        Verified first = verify(verified, transaction(1));

        assertThat(verified.find(transaction(1))).isSameAs(first);
        assertThat(checks).hasValue(1);
        SignedTransaction signed = first.signed();
        assertThat(signed.transaction()).isEqualTo(new Ready());
        assertThat(first.contentHash()).isEqualTo(new Sha256().hash(signed.content()));
    }

    @Test
    void oneByteMakesItAnother() {
        byte[] bytes = transaction(1);
        verify(verified, bytes);

        for (int i = 0; i < bytes.length; i++) {
            byte[] other = bytes.clone();
            other[i]++;
            assertThat(verified.find(other)).as("byte %d", i).isNull();
        }
        byte[] longer = ByteBuffer.allocate(bytes.length + 1).put(1, bytes).array();
        assertThat(verified.find(longer)).isNull();
        assertThat(verified.find(new byte[63])).as("shorter than a signature").isNull();
    }

    @Test
    void whatIsNotSignedIsNotRemembered() {
        byte[] bytes = transaction(1);
        bytes[bytes.length - 1]++;

        assertThat(verified.verify(TransactionCodec.decode(bytes))).isNull();
        assertThat(verified.find(bytes)).isNull();
    }

    @Test
    void whatTheCallerDoesWithItsBytesIsNotSeen() {
        byte[] bytes = transaction(1);
        Verified first = verify(verified, bytes);
        bytes[20]++;

        assertThat(verified.find(bytes)).isNull();
        assertThat(verified.find(transaction(1))).isSameAs(first);
    }

    @Test
    void theOldestAreForgottenFirst() {
        int length = TransactionCodec.decode(transaction(1)).signedBytes().length;
        VerifiedTransactions few = remembering(3 * length);
        for (int i = 1; i <= 3; i++) {
            verify(few, transaction(i));
        }
        assertThat(few.find(transaction(1))).as("three have room").isNotNull();

        verify(few, transaction(4));
        assertThat(few.find(transaction(1))).isNull();
        assertThat(few.find(transaction(2))).isNotNull();
        verify(few, transaction(1));
        assertThat(few.find(transaction(1))).as("as the latest").isNotNull();
        assertThat(few.find(transaction(2))).isNull();
    }

    @Test
    void ofTwoWithOneSignatureTheFirstIsRemembered() {
        MessageSigner careless = new MessageSigner() {
            @Override
            public byte[] publicKey() {
                return new byte[32];
            }

            @Override
            public byte[] sign(byte[] message) {
                return new byte[64];
            }
        };
        byte[] one = transaction(careless, 1);
        int length = TransactionCodec.decode(one).signedBytes().length;
        VerifiedTransactions gullible = new VerifiedTransactions((key, message, signature) -> true, 2 * length);
        verify(gullible, one);
        for (int i = 2; i < 9; i++) {
            verify(gullible, transaction(careless, i));
            assertThat(gullible.find(transaction(careless, i))).isNull();
        }
        assertThat(gullible.find(one)).isNotNull();
    }
}
