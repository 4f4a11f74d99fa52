package io.gridclear.topology.book;

import io.gridclear.market.book.BookChain;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.records.BookEntryRecords;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.topology.output.Output;
import java.util.function.Function;

/** Appends to the sequenced log of each area, as its only writer. One task, single-threaded. */
final class BookLog {

    private final BookChain chain = new BookChain(new Sha256());
    private final Output output;

    BookLog(Output output) {
        this.output = output;
    }

    /** Appends an entry at the next position of its period; the state is not saved here. */
    BookEntry.Position append(PeriodState state, Function<BookEntry.Position, BookEntry> entryAt) {
        PeriodKey key = state.key();
        BookEntry.Position at = new BookEntry.Position(key.area(), key.periodStart(), state.entries, output.nowMs());
        BookEntry entry = entryAt.apply(at);
        state.inputHash = chain.next(state.inputHash, entry);
        state.entries++;
        output.send(TopicCatalogue.BOOK, key.area(), BookEntryRecords.toRecord(entry));
        return at;
    }
}
