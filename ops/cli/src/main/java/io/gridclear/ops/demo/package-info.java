/**
 * The demonstration: the whole pipeline on loopback, watched from outside and audited from its topics alone.
 * Whatever it shows is computed from what stands in Kafka, not from what the application says of itself.
 */
@NullMarked
package io.gridclear.ops.demo;

import org.jspecify.annotations.NullMarked;
