package io.gridclear.bridge.app;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;

/** Opens the chain that a process works with: a real engine's over RPC, or one that is embedded in the same process. */
@FunctionalInterface
public interface ChainFactory {

    /**
     * Opens a chain.
     *
     * @param address what the settings say of it
     * @throws ChainUnavailableException if it cannot be opened now
     * @throws IllegalArgumentException if the address is none
     */
    Chain open(String address) throws ChainUnavailableException;
}
