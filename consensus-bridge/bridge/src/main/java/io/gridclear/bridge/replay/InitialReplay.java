package io.gridclear.bridge.replay;

import io.gridclear.bridge.batch.Claim;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes what a period's log comes to, with the items that later runs are made of. Single-threaded. */
public final class InitialReplay {

    private final List<ContractItem> items = new ArrayList<>();
    private final PeriodReplay replay;
    private @Nullable DeliveryTerms terms;

    /** @param feeders has the feeder that the period's terms name */
    public InitialReplay(FeederSource feeders) {
        replay = new PeriodReplay(
                new ClearingJournal.Output() {
                    @Override
                    public void trade(Trade trade) {
                        // the item says it all
                    }

                    @Override
                    public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
                        // the claim has their root
                    }

                    @Override
                    public void item(ContractItem item) {
                        items.add(item);
                    }
                },
                feeders);
    }

    /**
     * Takes the next entry.
     *
     * @throws io.gridclear.market.clearing.BookReplay.LogViolation if the rules do not let it stand here
     * @throws io.gridclear.market.clearing.BookReplay.UnknownFeeder if it opens a period under a feeder that is not there
     */
    public void accept(BookEntry entry) {
        replay.accept(entry);
        if (entry instanceof BookEntry.PeriodOpened opened) {
            BookEntry.Position at = entry.position();
            terms = new DeliveryTerms(at.area(), at.periodStart(), opened.terms());
        }
    }

    /** What the log comes to, once it holds its last tick. */
    public Optional<InitialRun> result() {
        Optional<Claim> claim = replay.result();
        return claim.isEmpty() || terms == null
                ? Optional.empty()
                : Optional.of(new InitialRun(terms, List.copyOf(items), claim.get()));
    }
}
