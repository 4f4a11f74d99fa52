package io.gridclear.experiments.trading;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A mechanism that remembers what it made of the bids of an hour: ways to play ask it for the same bids again and again. */
final class Remembered implements Mechanism {

    private final Mechanism mechanism;
    private final Map<List<Bid>, Outcome> outcomes = new HashMap<>();

    Remembered(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    public String label() {
        return mechanism.label();
    }

    @Override
    public boolean usesLimits() {
        return mechanism.usesLimits();
    }

    @Override
    public Outcome clear(List<Bid> bids) {
        Outcome known = outcomes.get(bids);
        if (known != null) {
            return known;
        }
        Outcome outcome = mechanism.clear(bids);
        outcomes.put(List.copyOf(bids), outcome);
        return outcome;
    }

    /** Forgets all: some ten thousand outcomes an hour are asked for, and those of another hour never again. */
    void forget() {
        outcomes.clear();
    }
}
