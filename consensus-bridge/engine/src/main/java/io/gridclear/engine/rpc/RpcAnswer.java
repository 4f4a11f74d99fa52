package io.gridclear.engine.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/** What a node answers. */
sealed interface RpcAnswer {

    /** The result of a call. */
    record Result(JsonNode value) implements RpcAnswer {}

    /** Why there is none. */
    record Refused(RpcError error) implements RpcAnswer {}
}
