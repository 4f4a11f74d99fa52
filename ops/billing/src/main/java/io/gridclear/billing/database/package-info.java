/**
 * The billing database: its migrations, how it is reached, and which of its failures are whose fault.
 * Nothing here knows Kafka.
 */
@NullMarked
package io.gridclear.billing.database;

import org.jspecify.annotations.NullMarked;
