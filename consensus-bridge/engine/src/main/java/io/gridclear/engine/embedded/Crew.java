package io.gridclear.engine.embedded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Threads that work on the replicas side by side. */
final class Crew implements AutoCloseable {

    private final ExecutorService threads;

    Crew(int workers) {
        threads = Executors.newFixedThreadPool(workers, task -> {
            Thread thread = new Thread(task, "gridclear-replica");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does one thing with every replica, and waits for all.
     *
     * @param failed is told of the replicas that threw
     * @return what the others returned
     */
    <T> Map<Replica, T> each(
            List<Replica> replicas, Function<Replica, T> action, BiConsumer<Replica, RuntimeException> failed) {
        List<Future<T>> pending = new ArrayList<>(replicas.size());
        for (Replica replica : replicas) {
            pending.add(threads.submit(() -> action.apply(replica)));
        }
        Map<Replica, T> done = new LinkedHashMap<>();
        for (int i = 0; i < pending.size(); i++) {
            try {
                done.put(replicas.get(i), uninterrupted(pending.get(i)));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                failed.accept(replicas.get(i), (RuntimeException) e.getCause());
            }
        }
        return done;
    }

    /** A block that was begun is finished: half of the replicas may have committed it. */
    private static <T> T uninterrupted(Future<T> future) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
