package io.gridclear.bridge.app;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.rpc.CometChain;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Chains of CometBFT nodes: {@code <chain id>@<address>[,<address>...]}, the preferred node first. */
public final class CometChains implements ChainFactory {

    /** A node that does not answer a query within so long is passed over. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Override
    public Chain open(String address) {
        int at = address.indexOf('@');
        if (at <= 0) {
            throw new IllegalArgumentException("chain must read <chain id>@<address>[,<address>...], not " + address);
        }
        List<URI> nodes = Arrays.stream(address.substring(at + 1).split(","))
                .map(URI::create)
                .toList();
        return new CometChain(address.substring(0, at), nodes, TIMEOUT);
    }
}
