package io.gridclear.ledger.node;

import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.ledger.store.Table;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registered nodes: what they said of themselves, how they stand, whom they vote for. */
public final class Nodes {

    private final Overlay overlay;
    private final Sha256 sha256;
    private final Table<Address, Node> nodes;
    private final Table<Address, Standing> standings;
    private final Table<Address, List<Address>> votes;

    public Nodes(Overlay overlay, Sha256 sha256) {
        this.overlay = overlay;
        this.sha256 = sha256;
        this.nodes = new Table<>(
                overlay, Keyspace.NODE, new Table.Codec<>(Address::toBytes, Address::of, Node::toBytes, Node::of));
        this.standings = new Table<>(
                overlay,
                Keyspace.STANDING,
                new Table.Codec<>(Address::toBytes, Address::of, Standing::toBytes, Standing::of));
        this.votes = new Table<>(
                overlay,
                Keyspace.VOTE,
                new Table.Codec<>(Address::toBytes, Address::of, Nodes::writeVote, Nodes::readVote));
    }

    /** Address of a key. */
    public Address addressOf(byte[] publicKey) {
        return Address.ofKey(publicKey, sha256);
    }

    /** A node, or null. */
    public @Nullable Node find(Address address) {
        return nodes.get(address);
    }

    /** All nodes, by address. */
    public Collection<Node> all() {
        return nodes.all().values();
    }

    /** How a registered node stands. */
    public Standing standing(Address address) {
        Standing standing = standings.get(address);
        if (standing == null) {
            throw new IllegalStateException("no node " + address);
        }
        return standing;
    }

    /** Sets how a registered node stands. */
    public void update(Address address, Standing standing) {
        if (!standing.equals(standing(address))) {
            standings.put(address, standing);
        }
    }

    /** Whom a node votes for; empty if it does not. */
    public List<Address> vote(Address voter) {
        List<Address> vote = votes.get(voter);
        return vote == null ? List.of() : vote;
    }

    /** Sets whom a node votes for. */
    public void vote(Address voter, List<Address> candidates) {
        if (candidates.isEmpty()) {
            votes.remove(voter);
        } else {
            votes.put(voter, List.copyOf(candidates));
        }
    }

    /** Node of a validator's address, or null. */
    public @Nullable Address ownerOfValidator(Address validator) {
        return owner(Keyspace.VALIDATOR_OWNER.key(validator.toBytes()));
    }

    /** Node of a usage point, or null. */
    public @Nullable Address ownerOfUsagePoint(String usagePoint) {
        return owner(usagePointKey(usagePoint));
    }

    private @Nullable Address owner(byte[] key) {
        byte[] owner = overlay.get(key);
        return owner == null ? null : Address.of(owner);
    }

    /** Registers a node whose address, validator and usage points are free. */
    public void register(Node node, Standing standing) {
        byte[] owner = node.address().toBytes();
        nodes.put(node.address(), node);
        standings.put(node.address(), standing);
        overlay.put(Keyspace.VALIDATOR_OWNER.key(addressOf(node.validatorKey()).toBytes()), owner);
        for (String usagePoint : node.usagePoints()) {
            overlay.put(usagePointKey(usagePoint), owner);
        }
    }

    /** Whether anything is to be written back. */
    public boolean isChanged() {
        return nodes.isChanged() || standings.isChanged() || votes.isChanged();
    }

    /** Writes back. */
    public void flush() {
        nodes.flush();
        standings.flush();
        votes.flush();
    }

    private static byte[] usagePointKey(String usagePoint) {
        return Keyspace.USAGE_POINT_OWNER.key(usagePoint.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] writeVote(List<Address> candidates) {
        CanonicalWriter writer = new CanonicalWriter();
        candidates.forEach(candidate -> candidate.write(writer));
        return writer.toBytes();
    }

    private static List<Address> readVote(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes);
        List<Address> candidates = new ArrayList<>();
        while (reader.remaining() > 0) {
            candidates.add(Address.read(reader));
        }
        return List.copyOf(candidates);
    }
}
