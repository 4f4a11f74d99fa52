package io.gridclear.meter.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private final Agenda agenda = new Agenda();
    private final List<String> done = new ArrayList<>();

    private void press(long atMs, String name) {
        agenda.press(atMs, () -> done.add(name));
    }

    private void postpone(long atMs, String name) {
        agenda.postpone(atMs, () -> done.add(name));
    }

    private void doAllDue(long nowMs) {
        for (Optional<Runnable> work = agenda.takeDue(nowMs); work.isPresent(); work = agenda.takeDue(nowMs)) {
            work.get().run();
        }
    }

    @Test
    void workIsDoneByTheTimeAtWhichItIsDueAndNotBefore() {
        press(30, "third");
        press(10, "first");
        press(20, "second");

        doAllDue(9);
        assertThat(done).isEmpty();
        doAllDue(20);
        assertThat(done).containsExactly("first", "second");
        doAllDue(30);
        assertThat(done).containsExactly("first", "second", "third");
        assertThat(agenda.isEmpty()).isTrue();
    }

    @Test
    void equalTimesAreDoneInTheOrderInWhichTheyWereAdded() {
        press(10, "a");
        press(10, "b");
        press(10, "c");

        doAllDue(10);

        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsLateGivesPrecedenceToWhatCannotWait() {
        postpone(10, "reading");
        press(20, "bid");

        doAllDue(15);
        assertThat(done).containsExactly("reading");

        postpone(21, "late reading");
        press(22, "late bid");
        doAllDue(30);
        assertThat(done).containsExactly("reading", "bid", "late bid", "late reading");
    }

    @Test
    void theNextTimeIsThatOfEither() {
        postpone(10, "reading");
        assertThat(agenda.nextAtMs()).isEqualTo(10);
        press(20, "bid");
        assertThat(agenda.nextAtMs()).isEqualTo(10);
        press(5, "earlier bid");
        assertThat(agenda.nextAtMs()).isEqualTo(5);
        doAllDue(10);
        assertThat(agenda.nextAtMs()).isEqualTo(20);
        assertThat(agenda.isEmpty()).isFalse();
    }
}
