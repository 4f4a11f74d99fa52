package io.gridclear.bridge.operator;

import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.SettlementRunResult;

/** What the application published of a run. */
sealed interface PublishedRun {

    /** The item that it becomes. */
    ItemKey item();

    /** When it was published, epoch ms. */
    long publishedAtMs();

    /**
     * An INITIAL run.
     *
     * @param result its record
     */
    record Clearing(ClearingResult result) implements PublishedRun {

        @Override
        public ItemKey item() {
            return ItemKey.initial(result.getAreaMrid(), result.getPeriodStart().toEpochMilli());
        }

        @Override
        public long publishedAtMs() {
            return result.getPublishedAt().toEpochMilli();
        }
    }

    /**
     * A METERED or CORRECTION run.
     *
     * @param result its record
     */
    record Later(SettlementRunResult result) implements PublishedRun {

        @Override
        public ItemKey item() {
            ItemKey item = BatchRecords.toItem(
                    result.getAreaMrid(),
                    result.getPeriodStart().toEpochMilli(),
                    result.getRun(),
                    result.getRevision());
            if (item.run() == ItemKey.INITIAL) {
                throw new IllegalArgumentException("an INITIAL run among the later ones: " + item);
            }
            return item;
        }

        @Override
        public long publishedAtMs() {
            return result.getPublishedAt().toEpochMilli();
        }
    }
}
