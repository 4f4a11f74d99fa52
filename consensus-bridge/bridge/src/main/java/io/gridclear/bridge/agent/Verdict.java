package io.gridclear.bridge.agent;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;

/** What an agent makes of an item. */
sealed interface Verdict {

    /**
     * It was computed.
     *
     * @param hash h of what the batch comes to, 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Computed(byte[] hash) implements Verdict {}

    /**
     * The batch is not one that an honest operator could have made. That follows from the batch alone, so that honest
     * agents attest to one hash and the item becomes DISPUTED, not stuck.
     *
     * @param fault the first fault
     * @param detail in words, for the log
     */
    record Invalid(Fault fault, String detail) implements Verdict {

        /** SHA-256 of text "gridclear.invalid.v1" | item | 1 code of the fault. 32 bytes. */
        byte[] hash(ItemKey item) {
            return item.write(new CanonicalWriter().start("gridclear.invalid.v1"))
                    .int8(fault.code())
                    .hash(new Sha256());
        }
    }

    /**
     * Nothing can be said: a part has not come, or what the orders must be checked by is not known any more. Nobody attests
     * to what it did not compute.
     *
     * @param why in words
     */
    record Withheld(String why) implements Verdict {}

    /** Why a batch is invalid, in order of precedence at one entry; of several entries the first decides. */
    enum Fault {
        /** The batch is of another item. */
        WRONG_ITEM(1),
        /** A chunk is not the canonical bytes of entries or inputs. */
        MALFORMED(2),
        /** An order of a usage point that is not registered for its participant. */
        NOT_REGISTERED(3),
        /** An order that its usage point did not sign. */
        BAD_SIGNATURE(4),
        /** An entry or input that the market's rules do not let stand where it stands. */
        RULE_BROKEN(5),
        /** The log ends before its last tick, or there are more or fewer entries or inputs than the manifest says. */
        INCOMPLETE(6),
        /** Settlement root or number of lines in the ledger are not those of the batch: receipts would prove false lines. */
        CONTRADICTING_CLAIM(7),
        /** The batch does not rest on what the ledger has decided on the runs before. */
        WRONG_BASE(8);

        private final int code;

        Fault(int code) {
            this.code = code;
        }

        /** Canonical code. */
        int code() {
            return code;
        }
    }
}
