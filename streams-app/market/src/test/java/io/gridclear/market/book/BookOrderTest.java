package io.gridclear.market.book;

import static io.gridclear.market.book.OrderDraft.buy;
import static io.gridclear.market.book.OrderDraft.sell;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.order.OrderRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookOrderTest {

    @Test
    void aRepeatIsEqualAndHasTheSameContent() {
        BookOrder one = sell("s", "anna").signature((byte) 1, (byte) 2).order();
        BookOrder other = sell("s", "anna").signature((byte) 1, (byte) 2).order();
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.contentHash()).isEqualTo(other.contentHash());
    }

    @Test
    void aRepeatIsOneWhereverItsBidStands() {
        assertThat(sell("s", "anna").source(1, 2).order().contentHash())
                .isEqualTo(sell("s", "anna").source(3, 4).order().contentHash());
    }

    @Test
    void whateverTheSenderChangesMakesAnotherContent() {
        List<BookOrder> orders = List.of(
                sell("s", "anna").order(),
                buy("s", "anna").order(),
                sell("s", "anna").wh(1_001).order(),
                sell("s", "anna").price(500_100).order(),
                sell("s", "anna").limit(500_000).order(),
                sell("s", "anna").createdAt(1).order(),
                sell("s", "anna").signature((byte) 0).order(),
                sell("s", "anna").signature((byte) 0, (byte) 0).order(),
                sell("s", "anna").wh(500_000).price(1_000).order());
        assertThat(orders)
                .doesNotHaveDuplicates()
                .extracting(BookOrder::contentHash)
                .doesNotHaveDuplicates();
    }

    @Test
    void asksWhatItsEntrySays() {
        BookOrder order = sell("s", "anna").revision(2).limit(480_000).order();
        assertThat(order.request(9))
                .isEqualTo(new OrderRequest(
                        "up-anna", "anna", "s", 2, order.side(), 9, 1_000, 500_000, 480_000, order.contentHash()));
    }
}
