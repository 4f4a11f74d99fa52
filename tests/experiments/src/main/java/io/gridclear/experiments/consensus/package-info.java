/**
 * Figure 3 of the paper: the malicious share of the agents over the rounds, and what it depends on.
 * People and their malice are simulated here; elections, turns, bans and scores are the ledger's own.
 */
@NullMarked
package io.gridclear.experiments.consensus;

import org.jspecify.annotations.NullMarked;
