package io.gridclear.engine.embedded;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.light.SignedChain;
import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A replica of a small application: its state is the list of accepted texts. A text "power N P" gives validator N the
 * power P; "lie N" and "fail N" make replica N compute something else, or throw; what starts with "no" is refused; what
 * starts with "once" is refused when it is in the list already.
 */
final class TallyHome implements ReplicaHome {

    private final int number;
    private List<String> stored = List.of();
    private long storedHeight;
    final AtomicInteger foundings = new AtomicInteger();
    final AtomicInteger executed = new AtomicInteger();
    volatile boolean failsAtCommit;
    private boolean isOpen;
    private List<String> storedBefore = List.of();

    TallyHome(int number) {
        this.number = number;
    }

    static List<TallyHome> homes(int replicas) {
        List<TallyHome> homes = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            homes.add(new TallyHome(i));
        }
        return homes;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What the store holds, while the replica is closed or between two blocks. */
    synchronized List<String> stored() {
        return stored;
    }

    synchronized long storedHeight() {
        return storedHeight;
    }

    /** As a disk that lost everything after a block. */
    synchronized void corrupt() {
        stored = List.of("something else");
    }

    /** As if the process had ended before the last commit. */
    synchronized void loseLastCommit() {
        stored = storedBefore;
        storedHeight--;
    }

    @Override
    public ValidatorKey key() {
        return SignedChain.key(number);
    }

    @Override
    public ReplicatedApplication open() {
        if (isOpen) {
            throw new IllegalStateException("opened twice");
        }
        isOpen = true;
        return new Tally();
    }

    @Override
    public void close() {
        isOpen = false;
    }

    @Override
    public synchronized void erase() {
        if (isOpen) {
            throw new IllegalStateException("erased while open");
        }
        stored = List.of();
        storedHeight = 0;
    }

    private final class Tally implements ReplicatedApplication {

        private final AtomicInteger inside = new AtomicInteger();
        private List<String> next = List.of();
        private long nextHeight;

        @Override
        public Info info() {
            return new Info(storedHeight(), storedHeight() == 0 ? new byte[0] : hash(stored()));
        }

        @Override
        public Founded initChain(String chainId, long timeMs, byte[] genesis, List<ValidatorPower> validators) {
            foundings.incrementAndGet();
            return new Founded(hash(stored()), List.of());
        }

        @Override
        public TransactionResult checkTx(byte[] transaction) {
            return alone(() -> check(stored(), new String(transaction, StandardCharsets.UTF_8)));
        }

        private TransactionResult check(List<String> state, String text) {
            if (text.startsWith("no") || (text.startsWith("once") && state.contains(text))) {
                return new TransactionResult(7, "refused");
            }
            return new TransactionResult(0, "");
        }

        @Override
        public BlockResult finalizeBlock(Block block) {
            return alone(() -> execute(block));
        }

        private BlockResult execute(Block block) {
            executed.incrementAndGet();
            List<String> state = new ArrayList<>(stored());
            List<TransactionResult> results = new ArrayList<>();
            List<ValidatorPower> updates = new ArrayList<>();
            for (byte[] transaction : block.transactions()) {
                String text = new String(transaction, StandardCharsets.UTF_8);
                TransactionResult result = check(state, text);
                results.add(result);
                if (!result.isAccepted()) {
                    continue;
                }
                String[] words = text.split(" ");
                if (words[0].equals("power")) {
                    updates.add(new ValidatorPower(
                            SignedChain.key(Integer.parseInt(words[1])).publicKey(), Long.parseLong(words[2])));
                }
                boolean isMeant = words.length > 1 && words[1].equals(String.valueOf(number));
                if (words[0].equals("fail") && isMeant) {
                    throw new IllegalStateException("this replica fails on purpose");
                }
                state.add(words[0].equals("lie") && isMeant ? "a lie" : text);
            }
            next = state;
            nextHeight = block.height();
            return new BlockResult(results, updates, hash(state), List.of());
        }

        @Override
        public void commit() {
            if (failsAtCommit) {
                failsAtCommit = false;
                throw new IllegalStateException("the disk is full");
            }
            synchronized (TallyHome.this) {
                storedBefore = stored;
                stored = next;
                storedHeight = nextHeight;
            }
        }

        @Override
        public QueryAnswer query(String path, byte[] data) {
            return alone(() -> new QueryAnswer(0, "", storedHeight(), text(String.join(",", stored()))));
        }

        private <T> T alone(Supplier<T> action) {
            if (inside.incrementAndGet() != 1) {
                throw new IllegalStateException("two threads in one application");
            }
            try {
                return action.get();
            } finally {
                inside.decrementAndGet();
            }
        }

        private byte[] hash(List<String> state) {
            CanonicalWriter writer = new CanonicalWriter().start("tally");
            state.forEach(writer::string);
            return writer.hash(new Sha256());
        }
    }

    @Override
    public String toString() {
        return "home " + number + " " + Arrays.toString(stored().toArray());
    }
}
