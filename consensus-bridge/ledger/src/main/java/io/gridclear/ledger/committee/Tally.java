package io.gridclear.ledger.committee;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hash that most agents attested to, and how many they are: the paper's k.
 *
 * @param hash the hash, 32 bytes; of several the lowest; empty if nobody attested
 * @param agents how many
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Tally(byte[] hash, int agents) {

    static Tally of(Collection<byte[]> hashes) {
        TreeMap<byte[], Integer> counts = new TreeMap<>(Arrays::compareUnsigned);
        for (byte[] hash : hashes) {
            counts.merge(hash, 1, Integer::sum);
        }
        Tally most = new Tally(new byte[0], 0);
        for (Map.Entry<byte[], Integer> count : counts.entrySet()) {
            if (count.getValue() > most.agents) {
                most = new Tally(count.getKey(), count.getValue());
            }
        }
        return most;
    }
}
