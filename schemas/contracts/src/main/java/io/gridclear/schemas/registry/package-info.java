/**
 * Schema ids and schemas, from Confluent's Schema Registry or from memory, and their registration by an operator.
 * A record's fault ({@code UnknownSchemaException}) and the world's ({@code RegistryUnavailableException}) stay apart.
 */
@NullMarked
package io.gridclear.schemas.registry;

import org.jspecify.annotations.NullMarked;
