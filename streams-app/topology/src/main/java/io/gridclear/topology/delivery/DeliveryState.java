package io.gridclear.topology.delivery;

import io.gridclear.market.delivery.DeliveryJournal;
import io.gridclear.market.delivery.RunOpening;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.topology.book.PeriodKey;

/** How far the delivery of one area and period has come. Mutable, owned by one task, saved after every change. */
final class DeliveryState {

    /** Phases, in their order; a period goes round from WAITING to VANISHED with every run. */
    enum Phase {
        /** The clearing is not known yet. */
        COLLECTING,
        /** Nothing to do until the time has come. */
        WAITING,
        /** A run takes up its inputs. */
        INPUTS,
        /** Lines of the trades. */
        TRADES,
        /** Lines of the residuals. */
        RESIDUALS,
        /** Lines of the usage points. */
        POINTS,
        /** Lines of trades that are no more. */
        VANISHED_TRADES,
        /** Lines of usage points that are no more. */
        VANISHED_POINTS,
        /** Nothing can be corrected any more; all is being deleted. */
        PURGE
    }

    /** Before the first entry of a scan. */
    static final byte[] START = new byte[0];

    final PeriodKey key;
    Phase phase = Phase.COLLECTING;

    /** When something is to be done next, epoch ms. */
    long dueAt;

    /** Revision of the run under way, or of the next one. */
    int revision;

    /** Residuals so far. */
    long residuals;

    /** Usage points that want another run. */
    long changed;

    /** Key of the entry that the phase did last, without the period's prefix. */
    byte[] cursor = START;

    /** Parts of the inputs so far. */
    int parts;

    /** Which of the journal's revisions of vanished lines is being written, counted down. */
    int vanishedIndex;

    RunOpening.State opening = RunOpening.State.empty();
    DeliveryJournal.State journal = DeliveryJournal.State.empty();

    DeliveryState(PeriodKey key) {
        this.key = key;
    }

    SettlementRun run() {
        return revision == 0 ? SettlementRun.METERED : SettlementRun.correction(revision);
    }

    void enter(Phase next) {
        phase = next;
        cursor = START;
    }

    boolean isRunning() {
        return phase.compareTo(Phase.WAITING) > 0 && phase != Phase.PURGE;
    }
}
