package io.gridclear.engine.embedded;

/** What a replica is doing. */
public enum ReplicaState {
    /** It executes every block, and signs while it is a validator. */
    RUNNING,
    /** It replays the log until it stands where the others do. */
    CATCHING_UP,
    /** It keeps its application open, and does nothing. */
    PAUSED,
    /** Its application is closed. */
    STOPPED,
    /** Its application failed, or came to another state than the log says; it stays out until it is started anew. */
    FAILED
}
