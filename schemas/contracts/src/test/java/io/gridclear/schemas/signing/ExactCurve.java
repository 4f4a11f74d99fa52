package io.gridclear.schemas.signing;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** edwards25519 in school arithmetic, written from the definitions of RFC 8032: slow, and plainly what it says. */
final class ExactCurve {

    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    static final BigInteger L = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    static final BigInteger D = fraction(-121665, 121666);
    static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);
    static final Point BASE = withY(fraction(4, 5), false);

    record Point(BigInteger x, BigInteger y) {

        Point plus(Point other) {
            BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y);
            BigInteger newX =
                    x.multiply(other.y).add(y.multiply(other.x)).multiply(inverse(BigInteger.ONE.add(product)));
            BigInteger newY =
                    y.multiply(other.y).add(x.multiply(other.x)).multiply(inverse(BigInteger.ONE.subtract(product)));
            return new Point(newX.mod(P), newY.mod(P));
        }

        Point negated() {
            return new Point(x.negate().mod(P), y);
        }

        Point times(BigInteger scalar) {
            Point sum = NEUTRAL;
            for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.plus(sum);
                if (scalar.testBit(bit)) {
                    sum = sum.plus(this);
                }
            }
            return sum;
        }

        byte[] encoded() {
            byte[] bytes = littleEndian(y);
            if (x.testBit(0)) {
                bytes[31] |= (byte) 0x80;
            }
            return bytes;
        }
    }

    private ExactCurve() {}

    /** A point of order 8, found by multiplying points of the curve by L until the rest of the order is full. */
    static Point pointOfOrderEight() {
        for (long y = 2; ; y++) {
            Point candidate = withYOrNull(BigInteger.valueOf(y), false);
            if (candidate != null) {
                Point rest = candidate.times(L);
                if (!rest.times(BigInteger.valueOf(4)).equals(NEUTRAL)) {
                    return rest;
                }
            }
        }
    }

    /** The rule of {@link Ed25519Verifier}, word for word. */
    static boolean verdict(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != 32 || signature.length != 64) {
            return false;
        }
        Point a = decodeOrNull(publicKey);
        Point r = decodeOrNull(java.util.Arrays.copyOf(signature, 32));
        BigInteger s = number(java.util.Arrays.copyOfRange(signature, 32, 64));
        if (a == null || r == null || s.compareTo(L) >= 0) {
            return false;
        }
        if (a.times(BigInteger.valueOf(8)).equals(NEUTRAL)) {
            return false;
        }
        return BASE.times(s).equals(r.plus(a.times(hash(r.encoded(), publicKey, message))));
    }

    static Point decodeOrNull(byte[] bytes) {
        byte[] copy = bytes.clone();
        boolean sign = copy[31] < 0;
        copy[31] &= 0x7f;
        BigInteger y = number(copy);
        return y.compareTo(P) >= 0 ? null : withYOrNull(y, sign);
    }

    /** SHA-512 over R, A and the message, modulo L. */
    static BigInteger hash(byte[] r, byte[] a, byte[] message) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            sha512.update(r);
            sha512.update(a);
            sha512.update(message);
            return number(sha512.digest()).mod(L);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] littleEndian(BigInteger value) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = value.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    private static BigInteger number(byte[] littleEndian) {
        BigInteger value = BigInteger.ZERO;
        for (int i = littleEndian.length - 1; i >= 0; i--) {
            value = value.shiftLeft(8).or(BigInteger.valueOf(littleEndian[i] & 0xff));
        }
        return value;
    }

    private static Point withY(BigInteger y, boolean sign) {
        Point point = withYOrNull(y, sign);
        if (point == null) {
            throw new AssertionError("no point has y = " + y);
        }
        return point;
    }

    /** x^2 = (y^2 - 1) / (d y^2 + 1); null if that is no square, or if x is 0 and a sign is asked for. */
    private static Point withYOrNull(BigInteger y, boolean sign) {
        BigInteger square = y.multiply(y);
        BigInteger x2 = square.subtract(BigInteger.ONE)
                .multiply(inverse(D.multiply(square).add(BigInteger.ONE)))
                .mod(P);
        BigInteger x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(x2)) {
            BigInteger rootOfMinusOne =
                    BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
            x = x.multiply(rootOfMinusOne).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(x2) || (x.signum() == 0 && sign)) {
            return null;
        }
        return new Point(x.testBit(0) == sign ? x : P.subtract(x), y);
    }

    private static BigInteger fraction(long numerator, long denominator) {
        return BigInteger.valueOf(numerator)
                .multiply(inverse(BigInteger.valueOf(denominator)))
                .mod(P);
    }

    private static BigInteger inverse(BigInteger value) {
        return value.modInverse(P);
    }
}
