package io.gridclear.topology.intake;

import io.gridclear.schemas.signing.Ed25519Verifier;
import io.gridclear.topology.areas.AreaRules;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When a record of a usage point counts as signed: where the usage point has a key, by that key; where it has none, only
 * areas that do not insist on signatures take it.
 */
final class SignatureRule {

    private final Ed25519Verifier verifier;

    SignatureRule(Ed25519Verifier verifier) {
        this.verifier = verifier;
    }

    /**
     * What is wrong with a signature.
     *
     * @param what what the record is called in the message
     * @param signature as it came; empty = unsigned
     * @param publicKey the usage point's; empty = none
     * @param rules of the usage point's area, null where it is unknown
     * @param signedBytes makes the bytes that are signed
     * @return a sentence, or null
     */
    @Nullable
    String fault(
            String what,
            ByteBuffer signature,
            byte[] publicKey,
            @Nullable AreaRules rules,
            Supplier<byte[]> signedBytes) {
        ByteBuffer given = signature.duplicate();
        if (given.hasRemaining() && given.remaining() != Ed25519Verifier.SIGNATURE_BYTES) {
            return "a signature has " + Ed25519Verifier.SIGNATURE_BYTES + " bytes, this one " + given.remaining();
        }
        if (publicKey.length == 0) {
            return rules != null && rules.requireSignatures()
                    ? "the usage point has no public key, and its area takes signed " + what + "s only"
                    : null;
        }
        if (!given.hasRemaining()) {
            return "the " + what + " is not signed";
        }
        byte[] signed = new byte[given.remaining()];
        given.get(signed);
        return verifier.verify(publicKey, signedBytes.get(), signed)
                ? null
                : "the signature does not verify with the usage point's key";
    }
}
