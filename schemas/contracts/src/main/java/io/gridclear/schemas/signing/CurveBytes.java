package io.gridclear.schemas.signing;

import java.util.HexFormat;

/** What can be said of encoded points and scalars of edwards25519 from their bytes alone (little-endian, 32 bytes). */
final class CurveBytes {

    static final int ENCODED_BYTES = 32;

    /** The order L of the base point: 2^252 + 27742317777372353535851937790883648493. */
    private static final byte[] L = unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

    /** The prime of the field: 2^255 - 19. */
    private static final byte[] P = unhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    /** y of the points of order 1, 2, 4 and 8: 1, -1, 0 and the two of order 8. Signs of x aside, there are no others. */
    private static final byte[][] SMALL_ORDER_Y = {
        unhex("0100000000000000000000000000000000000000000000000000000000000000"),
        unhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        unhex("0000000000000000000000000000000000000000000000000000000000000000"),
        unhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        unhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    };

    private CurveBytes() {}

    /** Whether the scalar at {@code offset} is below L. */
    static boolean isCanonicalScalar(byte[] bytes, int offset) {
        return isBelow(bytes, offset, L, 0xff);
    }

    /** Whether the point at {@code offset} has y below p, and no sign where x is zero (y = 1 or y = -1). */
    static boolean isCanonicalPoint(byte[] bytes, int offset) {
        if (!isBelow(bytes, offset, P, 0x7f)) {
            return false;
        }
        boolean signed = bytes[offset + ENCODED_BYTES - 1] < 0;
        return !signed || !(hasY(bytes, offset, SMALL_ORDER_Y[0]) || hasY(bytes, offset, SMALL_ORDER_Y[1]));
    }

    /** Whether the canonical point at {@code offset} is one of the eight whose order divides 8. */
    static boolean isSmallOrder(byte[] bytes, int offset) {
        for (byte[] y : SMALL_ORDER_Y) {
            if (hasY(bytes, offset, y)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the canonical point at {@code offset} is the neutral element (x = 0, y = 1). */
    static boolean isNeutral(byte[] bytes, int offset) {
        return hasY(bytes, offset, SMALL_ORDER_Y[0]);
    }

    private static boolean isBelow(byte[] bytes, int offset, byte[] bound, int topMask) {
        for (int i = ENCODED_BYTES - 1; i >= 0; i--) {
            int mine = bytes[offset + i] & (i == ENCODED_BYTES - 1 ? topMask : 0xff);
            int its = bound[i] & 0xff;
            if (mine != its) {
                return mine < its;
            }
        }
        return false;
    }

    private static boolean hasY(byte[] bytes, int offset, byte[] y) {
        for (int i = 0; i < ENCODED_BYTES - 1; i++) {
            if (bytes[offset + i] != y[i]) {
                return false;
            }
        }
        return (bytes[offset + ENCODED_BYTES - 1] & 0x7f) == (y[ENCODED_BYTES - 1] & 0x7f);
    }

    private static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
