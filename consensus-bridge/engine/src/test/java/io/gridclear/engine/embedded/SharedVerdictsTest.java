package io.gridclear.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.light.SignedChain;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedVerdictsTest {

    private final ValidatorKey key = SignedChain.key(1);
    private final AtomicInteger checks = new AtomicInteger();
    private final SharedVerdicts verdicts = new SharedVerdicts((publicKey, message, signature) -> {
        checks.incrementAndGet();
        return SignedChain.ED25519.verify(publicKey, message, signature);
    });

    @Test
    void whatHeldIsCheckedOnceAndWhatDidNotEveryTime() {
        byte[] message = {1, 2, 3};
        byte[] good = key.sign(message);
        byte[] bad = good.clone();
        bad[0] ^= 1;

        for (int i = 0; i < 5; i++) {
            assertThat(verdicts.verify(key.publicKey(), message, good)).isTrue();
        }
        assertThat(checks).hasValue(1);
        for (int i = 0; i < 5; i++) {
            assertThat(verdicts.verify(key.publicKey(), message, bad)).isFalse();
            assertThat(verdicts.verify(key.publicKey(), new byte[] {1, 2}, good))
                    .isFalse();
            assertThat(verdicts.verify(SignedChain.key(2).publicKey(), message, good))
                    .isFalse();
        }
        assertThat(checks).hasValue(16);
    }

    @Test
    void forgetsTheOldest() {
        byte[] first = key.sign(new byte[] {0});
        SharedVerdicts believing = new SharedVerdicts((publicKey, message, signature) -> {
            checks.incrementAndGet();
            return true;
        });
        believing.verify(key.publicKey(), new byte[] {0}, first);
        for (int i = 0; i < 10_000; i++) {
            believing.verify(key.publicKey(), new byte[] {1, (byte) i, (byte) (i >> 8)}, first);
        }
        believing.verify(key.publicKey(), new byte[] {0}, first);

        assertThat(checks).hasValue(10_002);
    }
}
