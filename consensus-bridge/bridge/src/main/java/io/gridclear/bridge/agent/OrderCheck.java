package io.gridclear.bridge.agent;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookOrder;
import io.gridclear.records.BookEntryRecords;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.signing.BidSignedBytes;
import io.gridclear.schemas.signing.Ed25519Verifier;
import java.util.List;

/**
 * Intake over again: whether an order in the log comes from its usage point's owner and is signed with its key (market
 * rules, "Intake"). May be shared between threads while nothing is registered.
 */
final class OrderCheck {

    /** What the check says. */
    enum Finding {
        /** The order is its owner's. */
        GOOD,
        /** The usage point is not registered for the participant in this area, or hangs on another bus. */
        NOT_REGISTERED,
        /** No key that the usage point had verifies the signature. */
        BAD_SIGNATURE,
        /**
         * The usage point's registration was changed after the order was accepted, and this agent never saw the one before:
         * it cannot know.
         */
        UNKNOWABLE
    }

    private final Registrations registrations;
    private final Ed25519Verifier verifier;

    OrderCheck(Registrations registrations, Ed25519Verifier verifier) {
        this.registrations = registrations;
        this.verifier = verifier;
    }

    /** Checks an entry; one without an order is good. */
    Finding check(BookEntry entry) {
        BookOrder order;
        if (entry instanceof BookEntry.OrderEntered entered) {
            order = entered.order();
        } else if (entry instanceof BookEntry.OrderRequoted requoted) {
            order = requoted.order();
        } else {
            return Finding.GOOD;
        }
        List<Registrations.Registration> all = registrations.of(order.usagePoint());
        List<Registrations.Registration> own = all.stream()
                .filter(one -> one.area().equals(entry.position().area())
                        && one.participant().equals(order.participant())
                        && one.bus().equals(order.bus()))
                .toList();
        if (own.stream().anyMatch(one -> one.publicKey().length == 0)) {
            return Finding.GOOD;
        }
        if (!own.isEmpty()) {
            byte[] signed = BidSignedBytes.of(bid(entry));
            if (own.stream().anyMatch(one -> verifier.verify(one.publicKey(), signed, order.signature()))) {
                return Finding.GOOD;
            }
        }
        if (!all.isEmpty() && all.get(0).sinceMs() > entry.position().recordedAt()) {
            return Finding.UNKNOWABLE;
        }
        return own.isEmpty() ? Finding.NOT_REGISTERED : Finding.BAD_SIGNATURE;
    }

    /** The bid that the order was, as far as it is signed. */
    private static Bid bid(BookEntry entry) {
        io.gridclear.schemas.avro.BookEntry record = BookEntryRecords.toRecord(entry);
        io.gridclear.schemas.avro.BookOrder order = record.getOrder();
        return new Bid(
                order.getUsagePointMrid(),
                order.getOrderId(),
                order.getRevision(),
                order.getSide(),
                record.getPeriodStart(),
                order.getQuantityWh(),
                order.getPrice(),
                order.getLimitPrice(),
                order.getCreatedAt(),
                order.getSignature());
    }
}
