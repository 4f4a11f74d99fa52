/**
 * The product on a real broker and a real registry: embedded, or in containers of one and of three brokers.
 * The same tests run on each; see {@link io.gridclear.tests.support.ClusterKind}.
 */
@NullMarked
package io.gridclear.tests.integration;

import org.jspecify.annotations.NullMarked;
