package io.gridclear.billing.intake;

import io.gridclear.billing.TestSettlement;
import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.catalogue.TopicCatalogue;

/** Settlements into a database the way they come there, for tests of what is made of them. */
public final class Intake {

    private Intake() {}

    /** Lines, totals and a FINAL receipt. */
    public static void settle(BillingDatabase database, TestSettlement... settlements) {
        TopicsInMemory topics = new TopicsInMemory();
        for (TestSettlement settlement : settlements) {
            settlement.lines().forEach(line -> topics.publish(TopicCatalogue.SETTLEMENT_LINES, line));
            if (settlement.isInitial()) {
                topics.publish(TopicCatalogue.CLEARINGS, settlement.clearing());
            } else {
                topics.publish(TopicCatalogue.SETTLEMENT_RUNS, settlement.totals());
            }
            topics.publish(TopicCatalogue.RECEIPTS, settlement.receipt(LedgerStatus.FINAL));
        }
        read(database, topics);
    }

    /** Lines alone: what the ledger says of them is not known yet. */
    public static void publish(BillingDatabase database, TestSettlement settlement) {
        TopicsInMemory topics = new TopicsInMemory();
        settlement.lines().forEach(line -> topics.publish(TopicCatalogue.SETTLEMENT_LINES, line));
        read(database, topics);
    }

    private static void read(BillingDatabase database, TopicsInMemory topics) {
        topics.forget(database);
        try (TopicsInMemory.Reading reader = topics.reader(database)) {
            reader.readAll();
        }
    }
}
