/**
 * Ed25519 under one verdict rule (docs/decisions/0002-signature-rule.md) and the canonical bytes that are signed.
 * Every implementation gives the same answer on every input, so that an agent can re-check what intake accepted.
 */
@NullMarked
package io.gridclear.schemas.signing;

import org.jspecify.annotations.NullMarked;
