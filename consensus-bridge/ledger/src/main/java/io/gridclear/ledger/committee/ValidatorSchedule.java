package io.gridclear.ledger.committee;

import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.node.Node;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The engine's validators follow the agents, at equal power, step by step: less than a third of them is replaced at a time
 * (or one), so that those who signed a block still hold most of the power of the next.
 */
public final class ValidatorSchedule {

    private static final byte[] KEY = Keyspace.VALIDATORS.key();
    private static final int KEY_LENGTH = 32;

    private final LedgerGenesis genesis;
    private final Overlay overlay;
    private final Nodes nodes;

    public ValidatorSchedule(LedgerGenesis genesis, Overlay overlay, Nodes nodes) {
        this.genesis = genesis;
        this.overlay = overlay;
        this.nodes = nodes;
    }

    /** Orders the validators of the first committee, and gives them. */
    public List<ValidatorPower> found(Committee committee) {
        List<byte[]> target = target(committee);
        overlay.put(KEY, write(target));
        return target.stream().map(this::joining).toList();
    }

    /** Validators as last ordered; they validate two heights later. */
    public List<byte[]> scheduled() {
        byte[] bytes = overlay.get(KEY);
        if (bytes == null) {
            throw new IllegalStateException("no validators");
        }
        CanonicalReader reader = new CanonicalReader(bytes);
        List<byte[]> keys = new ArrayList<>();
        while (reader.remaining() > 0) {
            keys.add(reader.raw(KEY_LENGTH));
        }
        return keys;
    }

    /** The next step towards the agents in office; empty if it is done. */
    public List<ValidatorPower> step(Committee committee) {
        TreeSet<byte[]> next = new TreeSet<>(Arrays::compareUnsigned);
        next.addAll(scheduled());
        List<byte[]> target = target(committee);
        TreeSet<byte[]> leaving = new TreeSet<>(Arrays::compareUnsigned);
        leaving.addAll(next);
        target.forEach(leaving::remove);
        List<byte[]> joining = new ArrayList<>(target);
        joining.removeIf(next::contains);

        int most = Math.max(1, (next.size() - 1) / 3);
        List<ValidatorPower> updates = new ArrayList<>();
        for (byte[] key : joining.subList(0, Math.min(most, joining.size()))) {
            next.add(key);
            updates.add(joining(key));
        }
        for (byte[] key : leaving.stream().limit(most).toList()) {
            next.remove(key);
            updates.add(new ValidatorPower(key, 0));
        }
        if (next.isEmpty()) {
            throw new IllegalStateException("no validator would be left");
        }
        overlay.put(KEY, write(List.copyOf(next)));
        return updates;
    }

    private List<byte[]> target(Committee committee) {
        List<byte[]> keys = new ArrayList<>();
        for (Committee.Seat seat : committee.seats()) {
            Node node = nodes.find(seat.agent());
            if (node == null) {
                throw new IllegalStateException("an agent that is not registered: " + seat.agent());
            }
            keys.add(node.validatorKey());
        }
        return keys;
    }

    private ValidatorPower joining(byte[] key) {
        return new ValidatorPower(key, genesis.committee().validatorPower());
    }

    private static byte[] write(List<byte[]> keys) {
        TreeSet<byte[]> sorted = new TreeSet<>(Arrays::compareUnsigned);
        sorted.addAll(keys);
        CanonicalWriter writer = new CanonicalWriter();
        sorted.forEach(writer::raw);
        return writer.toBytes();
    }
}
