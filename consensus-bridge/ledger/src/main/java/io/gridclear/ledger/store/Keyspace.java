package io.gridclear.ledger.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Kinds of entries: the first byte of a key, and whether the entry is a leaf of the root over the mutable state. What is no
 * leaf is derived from leaves, or from the log of outcomes, or covered by an accumulator that is a leaf. Codes never
 * change: they stand in the store and in hashes.
 */
public enum Keyspace {
    /** Height, application hash, number of outcomes, last block that changed anything. */
    META('m', false),
    /** Chain id and genesis. */
    GENESIS('g', true),
    /** Address: what a node said of itself. */
    NODE('n', true),
    /** Address: readiness, ban, missed duties, scores. */
    STANDING('s', true),
    /** Address: candidates that a node votes for. */
    VOTE('x', true),
    /** Address of a validator key: address of its node. Derived from nodes. */
    VALIDATOR_OWNER('k', false),
    /** Usage point: address of its node. Derived from nodes. */
    USAGE_POINT_OWNER('u', false),
    /** The committee in office. */
    COMMITTEE('c', true),
    /** Validators of the engine as last ordered. */
    VALIDATORS('v', true),
    /** Sequence: an open item. */
    OPEN_ITEM('o', true),
    /** Next sequence and number of open items. */
    OPEN_COUNTS('q', true),
    /** Item: sequence or index of its outcome. Derived from open items and outcomes. */
    ITEM_PLACE('i', false),
    /** Last height of grace, index: who has attested to an item just decided, and who is awaited. */
    GRACE('r', true),
    /** Index: an outcome. Covered by the root of outcomes. */
    OUTCOME('w', false),
    /** Level, index: root of a full subtree of the log of outcomes. */
    OUTCOME_SUBTREE('l', false),
    /** Last height of validity: chain over the idempotency keys used. */
    USED_KEYS('b', true),
    /** Sender, idempotency key: content and last height. Covered by the chains. */
    USED_KEY('d', false),
    /** Last height, sender, key: what to forget then. Covered by the chains. */
    USED_KEY_EXPIRY('e', false),
    /** Item: deliveries that are reported and not decided. */
    REPORT('p', true);

    private final byte code;
    private final boolean leaf;

    Keyspace(char code, boolean leaf) {
        this.code = (byte) code;
        this.leaf = leaf;
    }

    /** Whether entries are leaves of the root over the mutable state. */
    public boolean isLeaf() {
        return leaf;
    }

    /** Prefix of all keys of this kind. */
    public byte[] prefix() {
        return new byte[] {code};
    }

    /** A key: the code, then the parts. */
    public byte[] key(byte[]... parts) {
        int length = 1;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer key = ByteBuffer.allocate(length).put(code);
        for (byte[] part : parts) {
            key.put(part);
        }
        return key.array();
    }

    /** A key, or a prefix of keys, that begins with a number &gt;= 0: sorts as numbers do. */
    public byte[] key(long number, byte[]... parts) {
        byte[][] all = new byte[parts.length + 1][];
        all[0] = int64(number);
        System.arraycopy(parts, 0, all, 1, parts.length);
        return key(all);
    }

    /** What follows the code. */
    public static byte[] rest(byte[] key) {
        return Arrays.copyOfRange(key, 1, key.length);
    }

    /** Eight bytes, big-endian. */
    public static byte[] int64(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** Whether the entry of a key is a leaf. */
    public static boolean isLeaf(byte[] key) {
        for (Keyspace keyspace : ALL) {
            if (keyspace.code == key[0]) {
                return keyspace.leaf;
            }
        }
        throw new IllegalStateException("a key of no kind: " + key[0]);
    }

    /** Whether a key begins with a prefix. */
    public static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static final Keyspace[] ALL = values();
}
