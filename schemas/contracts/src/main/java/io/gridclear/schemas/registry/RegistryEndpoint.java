package io.gridclear.schemas.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registry's address with the client for it: calls are repeated within bounds, failures sorted by whose fault. */
final class RegistryEndpoint implements AutoCloseable {

    /** A call to be made; what it throws is sorted by {@link #call}. */
    interface Call<V> {
        V on(SchemaRegistryClient client) throws IOException, RestClientException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(RegistryEndpoint.class);

    /** Schemas that the client remembers; the catalogue has a dozen, each evolves a few times a year. */
    private static final int REMEMBERED_SCHEMAS = 1000;

    /** A registry answers in milliseconds; after two seconds without a connection, five without an answer, it will not. */
    private static final int CONNECT_TIMEOUT_MS = 2000;

    private static final int READ_TIMEOUT_MS = 5000;

    /** An id that is unknown now may be registered in a moment; until then many records with it are one call. */
    private static final int UNKNOWN_ID_REMEMBERED_S = 30;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final List<String> urls;
    private final SchemaRegistryClient client;
    private final RegistryRetries retries;

    RegistryEndpoint(List<String> urls, Map<String, ?> clientConfigs, RegistryRetries retries) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a registry needs at least one URL");
        }
        this.urls = List.copyOf(urls);
        this.retries = retries;
        Map<String, Object> configs = new HashMap<>();
        configs.put(SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, CONNECT_TIMEOUT_MS);
        configs.put(SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, READ_TIMEOUT_MS);
        configs.put(SchemaRegistryClientConfig.MISSING_ID_CACHE_TTL_CONFIG, (long) UNKNOWN_ID_REMEMBERED_S);
        configs.putAll(clientConfigs);
        this.client = new CachedSchemaRegistryClient(
                this.urls, REMEMBERED_SCHEMAS, List.of(new AvroSchemaProvider()), configs);
    }

    /**
     * Makes a call, again if the registry does not answer.
     *
     * @throws RestClientException          if the registry answered that it will not do this (status 404, 409, 422)
     * @throws RegistryUnavailableException if it did not answer
     */
    <V> V call(String what, Call<V> call) throws RestClientException {
        for (int failures = 1; ; failures++) {
            Exception failure;
            try {
                return call.on(client);
            } catch (IOException e) {
                failure = e;
            } catch (RestClientException e) {
                if (isAnswer(e)) {
                    throw e;
                }
                failure = e;
                if (!isPassing(e)) {
                    throw unavailable(what, failure);
                }
            }
            if (failures == retries.attempts()) {
                throw unavailable(what, failure);
            }
            LOG.warn(
                    "registry {}: could not {} ({}); attempt {} of {}",
                    urls,
                    what,
                    failure.getMessage(),
                    failures,
                    retries.attempts());
            pause(what, failures);
        }
    }

    /** A refusal in the registry's own words: its error codes have five digits, the first three being the status. */
    private static boolean isAnswer(RestClientException e) {
        int status = e.getStatus();
        boolean ownCode = e.getErrorCode() / 100 == status;
        return status == 409 || status == 422 || (status == 404 && ownCode);
    }

    private static boolean isPassing(RestClientException e) {
        return e.getStatus() >= SERVER_ERROR || e.getStatus() == TOO_MANY_REQUESTS;
    }

    private void pause(String what, int failures) {
        try {
            Thread.sleep(retries.pauseAfter(failures).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("stopped while waiting for the registry to " + what, e);
        }
    }

    private RegistryUnavailableException unavailable(String what, Exception cause) {
        return new RegistryUnavailableException(
                "registry " + String.join(",", urls) + " did not " + what + ": " + cause.getMessage()
                        + "; check its address and health",
                cause);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("closing the registry client", e);
        }
    }
}
