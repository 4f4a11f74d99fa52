/**
 * What the tests across modules stand on: a cluster (embedded or in containers), fresh topics, bids that are right but
 * for one thing, and whole topics read back. Nothing that ships depends on it.
 */
@NullMarked
package io.gridclear.tests.support;

import org.jspecify.annotations.NullMarked;
