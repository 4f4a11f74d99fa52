/**
 * Canonical bytes, hashes and Merkle roots: one fixed encoding, never Avro's.
 * What agents attest to and auditors verify is computed here.
 */
@NullMarked
package io.gridclear.market.canonical;

import org.jspecify.annotations.NullMarked;
