package io.gridclear.engine.process;

import io.gridclear.engine.key.NodeKeyFile;
import io.gridclear.engine.key.ValidatorKey;
import java.util.regex.Pattern;

/**
 * What the others must know of a node before a chain is founded: public, and carried from host to host.
 *
 * @param name for people
 * @param nodeId 40 hex digits, see {@link NodeKeyFile#nodeId}
 * @param validatorKey Ed25519 key that it signs blocks with, 32 bytes
 * @param address where the others reach it
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record NetworkMember(String name, String nodeId, byte[] validatorKey, Endpoint address) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern NODE_ID = Pattern.compile("[0-9a-f]{40}");

    public NetworkMember {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name is 1 to 64 letters, digits, dots and dashes, not: " + name);
        }
        if (!NODE_ID.matcher(nodeId).matches()) {
            throw new IllegalArgumentException("a node id is 40 hex digits, not: " + nodeId);
        }
        if (validatorKey.length != ValidatorKey.KEY_BYTES) {
            throw new IllegalArgumentException("an Ed25519 key is 32 bytes, not " + validatorKey.length);
        }
    }
}
