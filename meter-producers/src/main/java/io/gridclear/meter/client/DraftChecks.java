package io.gridclear.meter.client;

import io.gridclear.schemas.avro.Side;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be said of a draft without knowing the market. The first objection counts. */
final class DraftChecks {
    /** The contract's bound on ids, bytes of UTF-8. */
    static final int MAX_ID_BYTES = 128;

    private DraftChecks() {}

    static Optional<SubmitOutcome.Refused> objectionTo(MeterIdentity meter, BidDraft bid) {
        Optional<SubmitOutcome.Refused> id = objectionToId(meter);
        if (id.isPresent()) {
            return id;
        }
        if (!isId(bid.orderId())) {
            return refuse(
                    RefusalReason.BAD_ORDER_ID,
                    "an order id has 1 to " + MAX_ID_BYTES + " bytes of UTF-8, this one has "
                            + utf8Bytes(bid.orderId()));
        }
        if (!isContractTime(bid.periodStart())) {
            return refuse(RefusalReason.BAD_TIME, notContractTime("the period's start", bid.periodStart()));
        }
        if (!isContractTime(bid.createdAt())) {
            return refuse(RefusalReason.BAD_TIME, notContractTime("the bid's own time", bid.createdAt()));
        }
        if (bid.quantityWh() < 0) {
            return refuse(
                    RefusalReason.BAD_QUANTITY, "the quantity is " + bid.quantityWh() + " Wh, it must be positive");
        }
        if (bid.quantityWh() == 0 && bid.revision() == 0) {
            return refuse(RefusalReason.BAD_QUANTITY, "a first bid for 0 Wh asks for nothing; 0 cancels in a revision");
        }
        if (bid.price() < 0) {
            return refuse(RefusalReason.BAD_PRICE, "the price is " + bid.price() + ", it must not be negative");
        }
        return objectionToLimit(bid);
    }

    private static Optional<SubmitOutcome.Refused> objectionToLimit(BidDraft bid) {
        if (bid.limitPrice().isEmpty()) {
            return Optional.empty();
        }
        long limit = bid.limitPrice().getAsLong();
        if (bid.side() == Side.SELL && limit > bid.price()) {
            return refuse(
                    RefusalReason.LIMIT_CROSSES_QUOTE,
                    "the ask " + bid.price() + " is below the seller's own limit " + limit);
        }
        if (bid.side() == Side.BUY && limit < bid.price()) {
            return refuse(
                    RefusalReason.LIMIT_CROSSES_QUOTE,
                    "the bid " + bid.price() + " is above the buyer's own limit " + limit);
        }
        return Optional.empty();
    }

    static Optional<SubmitOutcome.Refused> objectionTo(MeterIdentity meter, ReadingDraft reading) {
        Optional<SubmitOutcome.Refused> id = objectionToId(meter);
        if (id.isPresent()) {
            return id;
        }
        if (!isContractTime(reading.intervalStart())) {
            return refuse(RefusalReason.BAD_TIME, notContractTime("the interval's start", reading.intervalStart()));
        }
        if (!isContractTime(reading.intervalEnd())) {
            return refuse(RefusalReason.BAD_TIME, notContractTime("the interval's end", reading.intervalEnd()));
        }
        if (!isContractTime(reading.createdAt())) {
            return refuse(RefusalReason.BAD_TIME, notContractTime("the reading's own time", reading.createdAt()));
        }
        if (!reading.intervalEnd().isAfter(reading.intervalStart())) {
            return refuse(
                    RefusalReason.BAD_INTERVAL,
                    "the interval from " + reading.intervalStart() + " to " + reading.intervalEnd() + " is empty");
        }
        if (reading.importWh() < 0 || reading.exportWh() < 0) {
            return refuse(
                    RefusalReason.BAD_QUANTITY,
                    "energy must not be negative, was " + reading.importWh() + " Wh import, " + reading.exportWh()
                            + " Wh export");
        }
        return objectionToRegister("import", reading.importRegisterWh(), reading.importWh())
                .or(() -> objectionToRegister("export", reading.exportRegisterWh(), reading.exportWh()));
    }

    private static Optional<SubmitOutcome.Refused> objectionToRegister(
            String name, OptionalLong registerWh, long intervalWh) {
        if (registerWh.isPresent() && registerWh.getAsLong() < intervalWh) {
            return refuse(
                    RefusalReason.BAD_INTERVAL,
                    "the " + name + " register shows " + registerWh.getAsLong() + " Wh, less than the " + intervalWh
                            + " Wh of the interval alone");
        }
        return Optional.empty();
    }

    private static Optional<SubmitOutcome.Refused> objectionToId(MeterIdentity meter) {
        if (isId(meter.usagePointMrid())) {
            return Optional.empty();
        }
        return refuse(
                RefusalReason.BAD_USAGE_POINT,
                "a usage point's id has 1 to " + MAX_ID_BYTES + " bytes of UTF-8, this one has "
                        + utf8Bytes(meter.usagePointMrid()));
    }

    private static Optional<SubmitOutcome.Refused> refuse(RefusalReason reason, String detail) {
        return Optional.of(new SubmitOutcome.Refused(reason, detail));
    }

    private static boolean isId(String id) {
        return !id.isEmpty() && utf8Bytes(id) <= MAX_ID_BYTES;
    }

    private static int utf8Bytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isContractTime(Instant time) {
        return !time.isBefore(Instant.EPOCH)
                && time.truncatedTo(ChronoUnit.MILLIS).equals(time);
    }

    private static String notContractTime(String what, Instant time) {
        return what + " " + time + " must be whole milliseconds since 1970";
    }
}
