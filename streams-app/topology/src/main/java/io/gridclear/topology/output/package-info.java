/**
 * What leaves the application: each record with the topic that it belongs to.
 * One sink serves every topic of the catalogue.
 */
@NullMarked
package io.gridclear.topology.output;

import org.jspecify.annotations.NullMarked;
