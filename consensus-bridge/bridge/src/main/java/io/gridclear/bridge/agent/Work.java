package io.gridclear.bridge.agent;

import io.gridclear.bridge.agent.Verdict.Computed;
import io.gridclear.bridge.agent.Verdict.Invalid;
import io.gridclear.bridge.agent.Verdict.Withheld;
import io.gridclear.bridge.ledger.Pauses;
import java.util.Arrays;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One item from its opening to this agent's attestation. Single-threaded. */
final class Work {

    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    private final Task task;
    private final Pauses pauses = new Pauses();
    private byte[] hash = new byte[0];
    private String withheld = "";
    private boolean decided;
    private boolean shown;
    private boolean handedIn;
    private long attestedAtMs = Long.MIN_VALUE;

    Work(Task task) {
        this.task = task;
    }

    Task task() {
        return task;
    }

    /** The ledger has decided without this agent; within its grace it still listens. */
    void decided() {
        decided = true;
    }

    boolean isDecided() {
        return decided;
    }

    /** What the ledger shows as this agent's attestation. */
    void shown(byte[] shownHash) {
        if (!shown && isComputed() && !Arrays.equals(shownHash, hash)) {
            LOG.error(
                    "{}: the ledger shows {} as this agent's attestation, and it computes {} now; it says nothing more",
                    task.item(),
                    hex(shownHash),
                    hex(hash));
        }
        shown = true;
    }

    /** The ledger shows no attestation of this agent: it was lost, or an election dropped it. */
    void notShown() {
        shown = false;
    }

    /** Whether what was handed in had its time, and the ledger has neither shown it nor decided the item. */
    boolean isOverdue(long nowMs, long resubmitAfterMs) {
        return attestedAtMs != Long.MIN_VALUE && !decided && isToAttest(nowMs, resubmitAfterMs);
    }

    /** Whether this agent has said what it has to say: the ledger has shown it, or has taken it. */
    boolean isAnswered() {
        return shown || handedIn;
    }

    boolean isComputed() {
        return hash.length > 0;
    }

    /** Whether it is to be executed now. */
    boolean isToExecute(long nowMs) {
        return !isComputed() && !shown && pauses.isOver(nowMs);
    }

    /** Whether the attestation is to be handed in now: nothing is shown, and what was handed in had its time. */
    boolean isToAttest(long nowMs, long resubmitAfterMs) {
        return isComputed() && !shown && attestedAtMs <= nowMs - resubmitAfterMs;
    }

    /** Whether this agent says nothing to it. */
    boolean isWithheld() {
        return !withheld.isEmpty() && !isComputed();
    }

    byte[] hash() {
        return hash;
    }

    /**
     * The attestation was handed in.
     *
     * @param taken whether the ledger took it
     */
    void attested(long nowMs, boolean taken) {
        attestedAtMs = nowMs;
        handedIn = taken;
    }

    /** Takes what came of the execution. */
    void take(Verdict verdict, long nowMs) {
        if (verdict instanceof Computed computed) {
            hash = computed.hash();
            if (!Arrays.equals(hash, task.claimedHash())) {
                LOG.error(
                        "{}: the operator claims {}, this agent computes {}",
                        task.item(),
                        hex(task.claimedHash()),
                        hex(hash));
            }
        } else if (verdict instanceof Invalid invalid) {
            hash = invalid.hash(task.item());
            LOG.error("{}: the batch is invalid: {}, {}", task.item(), invalid.fault(), invalid.detail());
        } else if (verdict instanceof Withheld nothing) {
            pauses.failed(nowMs);
            if (!nothing.why().equals(withheld)) {
                LOG.info("{}: nothing to attest to yet: {}", task.item(), nothing.why());
                withheld = nothing.why();
            }
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
