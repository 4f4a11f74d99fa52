package io.gridclear.ledger.application;

import io.gridclear.ledger.application.LedgerEvent.Kind;
import java.util.ArrayList;
import java.util.List;

/** What happened in a block so far. */
public final class EventLog {

    private final List<LedgerEvent> events = new ArrayList<>();

    /** Adds an event. */
    public void add(Kind kind, Object subject, String detail) {
        events.add(new LedgerEvent(kind, subject.toString(), detail));
    }

    /** The events in their order. */
    public List<LedgerEvent> events() {
        return List.copyOf(events);
    }
}
