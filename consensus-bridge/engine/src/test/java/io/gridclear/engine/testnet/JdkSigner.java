package io.gridclear.engine.testnet;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.transaction.MessageSigner;
import io.gridclear.ledger.transaction.SignatureVerifier;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Signs with the JDK's Ed25519; keys come raw and get the fixed beginning of their encoding (RFC 8410). */
public final class JdkSigner implements MessageSigner {

    /** Verifies with the JDK. */
    public static final SignatureVerifier VERIFIER = JdkSigner::verify;

    private static final byte[] PUBLIC = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] SECRET = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final ValidatorKey key = ValidatorKey.generate(new SecureRandom());

    @Override
    public byte[] publicKey() {
        return key.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(joined(SECRET, key.seed()))));
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        try {
            Signature verification = Signature.getInstance("Ed25519");
            verification.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(joined(PUBLIC, publicKey))));
            verification.update(message);
            return verification.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] joined(byte[] beginning, byte[] end) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(beginning);
        both.writeBytes(end);
        return both.toByteArray();
    }
}
