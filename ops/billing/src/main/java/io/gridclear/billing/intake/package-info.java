/**
 * From the topics into the tables: records are checked, written in batches together with the offsets that they came from,
 * and set aside with a reason where they cannot be.
 */
@NullMarked
package io.gridclear.billing.intake;

import org.jspecify.annotations.NullMarked;
