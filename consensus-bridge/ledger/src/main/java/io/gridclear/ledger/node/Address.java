package io.gridclear.ledger.node;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.Arrays;
import java.util.HexFormat;

/** Names a node, or a validator: the first 20 bytes of the SHA-256 of its public key, as the engine names validators. */
public final class Address implements Comparable<Address> {

    /** Length, bytes. */
    public static final int LENGTH = 20;

    private final byte[] bytes;

    private Address(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The address of these bytes.
     *
     * @throws IllegalArgumentException if there are not 20
     */
    public static Address of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("an address has 20 bytes, not " + bytes.length);
        }
        return new Address(bytes.clone());
    }

    /** The address of a public key of 32 bytes. */
    public static Address ofKey(byte[] publicKey, Sha256 sha256) {
        return new Address(Arrays.copyOf(sha256.hash(publicKey), LENGTH));
    }

    /** Reads what {@link #write} wrote. */
    public static Address read(CanonicalReader reader) {
        return new Address(reader.raw(LENGTH));
    }

    /** Appends the 20 bytes. */
    public CanonicalWriter write(CanonicalWriter writer) {
        return writer.raw(bytes);
    }

    /** A copy of the 20 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(Address other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 40 hexadecimal digits, lower case. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
