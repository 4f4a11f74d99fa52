package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.chain.ChainUnavailableException;
import java.util.List;

/** What is put under load: things with numbers are handed in, and some time later it shows that they are done. */
interface Subject {

    /**
     * Hands a thing in. May be called from several threads.
     *
     * @param number from 0, each once
     * @return false if it is to be tried again
     * @throws IllegalStateException if it is refused for good
     */
    boolean handIn(long number) throws ChainUnavailableException;

    /** Numbers of the things that were done since this was asked last. Asked by one thread. */
    List<Long> done() throws ChainUnavailableException;
}
