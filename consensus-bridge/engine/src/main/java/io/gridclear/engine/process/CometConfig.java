package io.gridclear.engine.process;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The engine's settings file. What is not named here keeps the engine's default.
 *
 * @param name of the node, for people
 * @param addresses where it listens
 * @param settings how fast it goes
 * @param peers the nodes that it keeps connections to
 */
record CometConfig(String name, NodeAddresses addresses, CometSettings settings, List<NetworkMember> peers) {

    /** Largest transaction that the mempool takes. */
    static final int MOST_TRANSACTION_BYTES = 1024 * 1024;

    private static final String TEMPLATE = """
        # Written by Gridclear at every start: changes here do not last. proxy_app is given on the command line.
        version = "%s"
        moniker = "%s"
        abci = "socket"
        db_backend = "goleveldb"
        log_level = "main:info,blocksync:info,*:error"

        [rpc]
        laddr = "tcp://%s"
        # the largest transaction in Base64
        max_body_bytes = %d

        [p2p]
        laddr = "tcp://%s"
        external_address = "%s"
        persistent_peers = "%s"
        # a dead peer is dialled again after 10 s at most, so that its return is not waited for
        persistent_peers_max_dial_period = "10s"
        max_num_inbound_peers = %d
        # private and loopback addresses are addresses too
        addr_book_strict = false
        allow_duplicate_ip = true
        # every node knows the others by name
        pex = false

        [mempool]
        max_tx_bytes = %d

        [statesync]
        enable = false

        [consensus]
        create_empty_blocks = false
        create_empty_blocks_interval = "%dms"
        timeout_propose = "%dms"
        timeout_propose_delta = "%dms"
        timeout_prevote = "%dms"
        timeout_prevote_delta = "%dms"
        timeout_precommit = "%dms"
        timeout_precommit_delta = "%dms"
        timeout_commit = "%dms"

        [tx_index]
        # effects are read from the application
        indexer = "null"
        """;

    /** Engine's default for strangers; our own peers come on top. */
    private static final int STRANGERS = 40;

    CometConfig {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("a name is 1 to 64 letters, digits, dots and dashes, not: " + name);
        }
    }

    /** The file. Nothing in it needs escapes: names and addresses are checked by their records. */
    String toml() {
        String persistent =
                peers.stream().map(peer -> peer.nodeId() + "@" + peer.address()).collect(Collectors.joining(","));
        return String.format(
                Locale.ROOT,
                TEMPLATE,
                CometBinary.VERSION,
                name,
                addresses.rpc(),
                2 * MOST_TRANSACTION_BYTES,
                addresses.peers(),
                addresses.advertised(),
                persistent,
                STRANGERS + peers.size(),
                MOST_TRANSACTION_BYTES,
                settings.emptyBlocksIntervalMs(),
                settings.timeoutProposeMs(),
                settings.timeoutDeltaMs(),
                settings.timeoutVoteMs(),
                settings.timeoutDeltaMs(),
                settings.timeoutVoteMs(),
                settings.timeoutDeltaMs(),
                settings.timeoutCommitMs());
    }
}
