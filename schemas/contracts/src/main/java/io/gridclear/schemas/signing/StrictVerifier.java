package io.gridclear.schemas.signing;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;

/** The rule around an equation: form first, once per key and signature, then arithmetic. */
final class StrictVerifier<K> implements Ed25519Verifier {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final SignatureEquation<K> equation;

    /** Empty for a key that is not acceptable, so that a flood under one bad key costs no decoding either. */
    private final Cache<KeyBytes, Optional<K>> keys;

    StrictVerifier(SignatureEquation<K> equation, int rememberedKeys) {
        this.equation = equation;
        this.keys = CacheBuilder.newBuilder().maximumSize(rememberedKeys).build();
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != Ed25519KeyPair.KEY_BYTES || signature.length != SIGNATURE_BYTES) {
            return false;
        }
        if (!CurveBytes.isCanonicalScalar(signature, CurveBytes.ENCODED_BYTES)
                || !CurveBytes.isCanonicalPoint(signature, 0)) {
            return false;
        }
        Optional<K> key = keyOf(publicKey);
        return key.isPresent() && equation.holds(key.get(), message, signature);
    }

    private Optional<K> keyOf(byte[] publicKey) {
        KeyBytes bytes = KeyBytes.of(publicKey);
        Optional<K> known = keys.getIfPresent(bytes);
        if (known == null) {
            known = PublicKeys.isAcceptable(publicKey)
                    ? Optional.of(equation.decode(publicKey.clone()))
                    : Optional.empty();
            keys.put(bytes, known);
        }
        return known;
    }

    @Override
    public String name() {
        return equation.name();
    }

    /** The 32 bytes of a key as a map key that costs no copy of an array. */
    private record KeyBytes(long a, long b, long c, long d) {
        static KeyBytes of(byte[] key) {
            return new KeyBytes((long) LONG.get(key, 0), (long) LONG.get(key, 8), (long) LONG.get(key, 16), (long)
                    LONG.get(key, 24));
        }
    }
}
