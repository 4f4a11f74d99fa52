/**
 * The ledger's committee on this machine: its keys and genesis, its replicas on the embedded log or on CometBFT.
 * What a person sees of it is asked of the chain.
 */
@NullMarked
package io.gridclear.ops.committee;

import org.jspecify.annotations.NullMarked;
