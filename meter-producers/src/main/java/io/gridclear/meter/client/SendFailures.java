package io.gridclear.meter.client;

import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.registry.SchemaNotRegisteredException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/** Turns what Kafka and the registry throw into values, with what a person should do. */
final class SendFailures {
    private final FleetClientSettings settings;

    SendFailures(FleetClientSettings settings) {
        this.settings = settings;
    }

    SubmitOutcome.Failed of(String topic, Throwable cause) {
        if (cause instanceof RegistryUnavailableException) {
            return failed(FailureKind.REGISTRY_UNREACHABLE, said(cause));
        }
        if (cause instanceof SchemaNotRegisteredException) {
            return failed(FailureKind.SCHEMA_NOT_REGISTERED, said(cause));
        }
        if (cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
            return failed(
                    FailureKind.NOT_AUTHORIZED,
                    "client " + settings.clientId() + " may not write to " + topic + " at "
                            + settings.bootstrapServers() + ": " + said(cause)
                            + "; check its credentials and its rights");
        }
        if (cause instanceof InvalidTimestampException) {
            return failed(
                    FailureKind.CLOCK_AHEAD,
                    "the broker refused the time of a record to " + topic + ": " + said(cause)
                            + "; set this machine's clock");
        }
        if (cause instanceof TimeoutException || cause instanceof RetriableException) {
            return failed(
                    FailureKind.BROKER_UNREACHABLE,
                    "no broker of " + settings.bootstrapServers() + " took a record for " + topic + " in time: "
                            + said(cause) + "; check the address, the brokers and that the topic exists");
        }
        return failed(FailureKind.BROKER_REFUSED, "a record for " + topic + " could not be sent: " + said(cause));
    }

    private static SubmitOutcome.Failed failed(FailureKind kind, String detail) {
        return new SubmitOutcome.Failed(kind, detail);
    }

    private static String said(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
