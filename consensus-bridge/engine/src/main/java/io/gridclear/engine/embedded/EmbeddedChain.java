package io.gridclear.engine.embedded;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.EngineHashes;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * N replicas of an application in one process behind an ordered log. Every replica executes every block, and all that they
 * come to is compared before anything is committed. Blocks bear CometBFT's headers and the signatures of the validators
 * that run, so that light clients and receipts work as they do on a real network.
 *
 * <p>A block's path: transactions from the mempool; header; signatures by replicas whose state is the header's; execution;
 * comparison; the log, synced; commit. A crash anywhere leaves replicas at the log's height or one behind, and they replay.
 *
 * <p>May be used from several threads.
 */
public final class EmbeddedChain implements Chain {

    /** What {@link #submit} answers if a transaction is too large for any block; no application's code is negative. */
    public static final int TOO_LARGE = -1;

    private final EmbeddedChainConfiguration configuration;
    private final InstantSource clock;
    private final EmbeddedChainListener listener;
    private final BlockLog log;
    private final BlockMaker maker;
    private final Crew crew;
    private final Mempool mempool;
    private final Replicas replicas;

    /** Held while a block is made, and while a replica joins or leaves: both see the chain between two blocks. */
    private final ReentrantLock turn = new ReentrantLock();

    private final Wake wake = new Wake();
    private volatile Head head;
    private volatile ChainCondition condition = new ChainCondition.Running();
    private volatile boolean closing;
    private long lastBlockAtMs;
    private @Nullable Thread thread;

    private EmbeddedChain(
            EmbeddedChainConfiguration configuration,
            List<? extends ReplicaHome> homes,
            BlockLog log,
            InstantSource clock,
            EmbeddedChainListener listener) {
        this.configuration = configuration;
        this.clock = clock;
        this.listener = listener;
        this.log = log;
        this.maker = new BlockMaker(configuration);
        this.crew = new Crew(configuration.workers());
        this.mempool = new Mempool(configuration.mempoolTransactions(), configuration.mempoolBytes());
        this.replicas = new Replicas(configuration, homes, log, crew, listener, turn, new Between());
        try {
            this.head = replicas.open();
            replicas.comeBack();
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    private final class Between implements Replicas.Surroundings {

        @Override
        public Head head() {
            return head;
        }

        @Override
        public boolean isClosing() {
            return closing;
        }

        @Override
        public void changed() {
            wake.signal();
        }
    }

    /**
     * A chain that lasts as long as the process. It makes no block before {@link #start}.
     *
     * @param homes one a replica; their numbers are their places
     * @throws RuntimeException what the application throws if it cannot be founded
     */
    public static EmbeddedChain inMemory(
            EmbeddedChainConfiguration configuration,
            List<? extends ReplicaHome> homes,
            InstantSource clock,
            EmbeddedChainListener listener) {
        return new EmbeddedChain(configuration, homes, BlockLog.temporary(), clock, listener);
    }

    /**
     * A chain that goes on where it stood: its blocks are in a directory, and the homes keep their stores.
     *
     * @param directory for the block log; no other process may use it
     * @throws IllegalStateException if the directory is in use, damaged, or another chain's
     * @throws RuntimeException what the application throws if it cannot be founded
     */
    public static EmbeddedChain inDirectory(
            Path directory,
            EmbeddedChainConfiguration configuration,
            List<? extends ReplicaHome> homes,
            InstantSource clock,
            EmbeddedChainListener listener) {
        return new EmbeddedChain(configuration, homes, BlockLog.in(directory), clock, listener);
    }

    /** Makes blocks from now on, on a thread of its own, whenever one is due. */
    public EmbeddedChain start() {
        Thread blocks = new Thread(this::makeBlocks, "gridclear-embedded-chain");
        blocks.setDaemon(true);
        thread = blocks;
        blocks.start();
        return this;
    }

    // ---- what clients see

    @Override
    public String chainId() {
        return configuration.chainId();
    }

    @Override
    public TransactionResult submit(byte[] transaction) throws ChainUnavailableException {
        if (transaction.length > configuration.maxTransactionBytes()) {
            return new TransactionResult(
                    TOO_LARGE,
                    "a transaction has at most " + configuration.maxTransactionBytes() + " bytes, not "
                            + transaction.length);
        }
        if (mempool.contains(transaction)) {
            return new TransactionResult(0, "waits already");
        }
        long checkedAt = head.height();
        TransactionResult checked = ask(replica -> replica.checkTx(transaction));
        if (!checked.isAccepted()) {
            return checked;
        }
        return switch (mempool.add(transaction, checkedAt)) {
            case ADDED -> {
                wake.signal();
                yield checked;
            }
            case WAITS_ALREADY -> new TransactionResult(0, "waits already");
            case FULL ->
                throw new ChainUnavailableException("the mempool is full: " + mempool.size() + " transactions wait");
        };
    }

    @Override
    public QueryAnswer query(String path, byte[] data) throws ChainUnavailableException {
        return ask(replica -> replica.query(path, data));
    }

    @Override
    public long height() {
        return head.height();
    }

    @Override
    public Optional<LightBlock> lightBlock(long height) throws ChainUnavailableException {
        return block(height).map(SealedBlock::light);
    }

    @Override
    public Optional<List<byte[]>> transactions(long height) throws ChainUnavailableException {
        return block(height).map(SealedBlock::transactions);
    }

    private Optional<SealedBlock> block(long height) throws ChainUnavailableException {
        if (height < 1 || height > head.height()) {
            return Optional.empty();
        }
        if (condition instanceof ChainCondition.Closed) {
            throw new ChainUnavailableException("the chain is closed");
        }
        return Optional.of(read(height));
    }

    @Override
    public String describe() {
        return "embedded log, " + replicas.all().size()
                + " replicas in one process. Not Byzantine fault tolerant: one process"
                + " orders all transactions and holds all keys, so whoever runs it can leave out, delay and reorder"
                + " transactions, and can sign any history. It does protect against: replicas that crash, hang or lose their"
                + " store (up to a third), a replica that computes something else (the chain stops and names it),"
                + (log.isLasting() ? " a crash of the process (nothing committed is lost)," : "")
                + " and changes to a receipt after it was signed."
                + (log.isLasting() ? "" : " It ends with the process.");
    }

    /** How the chain is. */
    public ChainCondition condition() {
        return condition;
    }

    /** What each replica is doing. */
    public List<ReplicaState> replicas() {
        return replicas.all().stream().map(Replica::state).toList();
    }

    /** The first replica that runs answers, so that one client's answers never go back in height. */
    private <T> T ask(Function<Replica, T> question) throws ChainUnavailableException {
        for (Replica replica : replicas.all()) {
            if (replica.state() != ReplicaState.RUNNING) {
                continue;
            }
            if (condition instanceof ChainCondition.Broken broken) {
                throw new ChainUnavailableException("the chain has stopped: " + broken.reason());
            }
            try {
                return question.apply(replica);
            } catch (Replica.ReplicaFailure e) {
                continue; // it was stopped meanwhile
            } catch (RuntimeException e) {
                replicas.fail(replica, e);
            }
        }
        throw new ChainUnavailableException("no replica runs");
    }

    // ---- faults

    /** Closes a replica; what it has not committed is lost, its store stays. */
    public void stop(int replica) {
        replicas.leave(replica, ReplicaState.STOPPED, "stopped");
    }

    /** Lets a replica stand still, as a process does that gets no time. */
    public void pause(int replica) {
        replicas.leave(replica, ReplicaState.PAUSED, "paused");
    }

    /** Lets a stopped, failed or paused replica go on from its own store; it catches up from the log. */
    public void restart(int replica) {
        replicas.join(replica, false);
    }

    /** Lets a replica begin with an empty store; it replays the log from the genesis on. */
    public void restartEmpty(int replica) {
        replicas.join(replica, true);
    }

    private SealedBlock read(long height) {
        return SealedBlock.ofBytes(log.read(Math.toIntExact(height)));
    }

    // ---- blocks

    private void makeBlocks() {
        try {
            while (awaitDue()) {
                makeBlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            become(new ChainCondition.Broken("its thread was interrupted"));
        }
    }

    /** Waits until a block is due; false if none is any more. */
    private boolean awaitDue() throws InterruptedException {
        while (!closing && !(condition instanceof ChainCondition.Broken)) {
            long waitMs = msUntilDue();
            if (waitMs <= 0) {
                return true;
            }
            wake.await(waitMs);
        }
        return false;
    }

    private long msUntilDue() {
        long sinceMs = Math.max(0, clock.millis() - lastBlockAtMs);
        boolean isWanted = mempool.size() > 0 || head.isStateUnsigned();
        long due = (isWanted ? configuration.blockIntervalMs() : configuration.emptyBlockIntervalMs()) - sinceMs;
        if (due <= 0 && condition instanceof ChainCondition.Halted && !hasQuorum()) {
            // whoever joins signals
            return configuration.emptyBlockIntervalMs();
        }
        return due;
    }

    private boolean hasQuorum() {
        return BlockMaker.quorum(head.validators(), replicas.running()).isEnough();
    }

    /**
     * Makes one block now, due or not, on the caller's thread: for simulations that are driven step by step.
     *
     * @return false if none can be made: see {@link #condition}
     */
    public boolean makeBlock() {
        turn.lock();
        try {
            if (closing || condition instanceof ChainCondition.Broken) {
                return false;
            }
            lastBlockAtMs = clock.millis();
            return seal();
        } catch (RuntimeException e) {
            become(new ChainCondition.Broken(String.valueOf(e.getMessage())));
            return false;
        } finally {
            turn.unlock();
        }
    }

    private boolean seal() {
        Head before = head;
        List<Replica> running = replicas.running();
        BlockMaker.Quorum quorum = BlockMaker.quorum(before.validators(), running);
        if (!quorum.isEnough()) {
            become(new ChainCondition.Halted(
                    quorum.power() + " of " + before.validators().totalPower()
                            + " of the validators' power runs, which is not more than two thirds; missing: "
                            + String.join(", ", quorum.missing())));
            return false;
        }
        become(new ChainCondition.Running());
        List<byte[]> transactions = mempool.first(
                configuration.maxBlockBytes(),
                before.height(),
                transaction -> running.get(0).checkTx(transaction).isAccepted());
        long timeMs = Math.max(before.timeMs() + 1, clock.millis());
        LightBlock light = maker.make(before, quorum, transactions, timeMs);
        SealedBlock unexecuted =
                new SealedBlock(light, transactions, before.applicationHash(), before.resultsHash(), List.of());
        Executions executions = new Executions(unexecuted.height());
        crew.each(running, replica -> replica.execute(unexecuted.toApplication()), replicas::fail)
                .forEach((replica, result) -> executions.add(replica.number(), result));
        Optional<String> difference = executions.difference();
        if (executions.isEmpty() || difference.isPresent()) {
            become(new ChainCondition.Broken(difference.orElse("no replica executed height " + unexecuted.height())));
            return false;
        }
        commit(before, light, transactions, executions.first());
        return true;
    }

    private void commit(Head before, LightBlock light, List<byte[]> transactions, BlockResult result) {
        SealedBlock block = new SealedBlock(
                light,
                transactions,
                result.applicationHash(),
                EngineHashes.results(result.results()),
                result.validatorUpdates());
        Head after = before.after(block);
        log.append(block.toBytes());
        crew.each(
                replicas.running(),
                replica -> {
                    replica.commit(block.height(), block.applicationHash());
                    return replica;
                },
                replicas::fail);
        head = after;
        mempool.remove(transactions);
        listener.onBlock(block.height(), transactions.size(), result);
    }

    private void become(ChainCondition next) {
        if (!next.equals(condition)) {
            condition = next;
            listener.onCondition(next);
        }
    }

    /** Finishes the block that is being made, if one is, and closes replicas and log. */
    @Override
    public void close() {
        closing = true;
        wake.signal();
        Thread blocks = thread;
        if (blocks != null) {
            joinUninterruptibly(blocks);
        }
        turn.lock();
        try {
            if (!(condition instanceof ChainCondition.Closed)) {
                become(new ChainCondition.Closed());
                closeAll();
            }
        } finally {
            turn.unlock();
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        crew.close();
        replicas.close();
        log.close();
    }
}
