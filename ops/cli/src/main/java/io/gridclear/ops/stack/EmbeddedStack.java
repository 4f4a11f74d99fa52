package io.gridclear.ops.stack;

import static java.util.Objects.requireNonNullElse;

import io.gridclear.schemas.catalogue.TopicReconciler;
import io.gridclear.schemas.catalogue.TopicSettings;
import io.gridclear.schemas.registry.SchemaRegistrar;
import io.gridclear.schemas.registry.SchemaRegistration;
import io.gridclear.schemas.registry.SchemaRegistration.Incompatible;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Broker and registry on loopback with every topic created and every schema registered: all that the application and a
 * fleet need. Prints nothing.
 */
public final class EmbeddedStack implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final RegistryProcess registry;

    private EmbeddedStack(EmbeddedBroker broker, RegistryProcess registry) {
        this.broker = broker;
        this.registry = registry;
    }

    /**
     * Starts both side by side and prepares them.
     *
     * @throws StackStartException if either does not start or cannot be prepared; nothing is left running then
     */
    public static EmbeddedStack start(StackOptions options) {
        List<AutoCloseable> started = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CompletableFuture<EmbeddedBroker> broker =
                    CompletableFuture.supplyAsync(() -> startBroker(options, started), threads);
            CompletableFuture<RegistryProcess> registry =
                    CompletableFuture.supplyAsync(() -> startRegistry(options, started), threads);
            CompletableFuture.allOf(broker, registry).join();
            return new EmbeddedStack(broker.join(), registry.join());
        } catch (CompletionException e) {
            closeAll(started);
            Throwable cause = requireNonNullElse(e.getCause(), e);
            throw cause instanceof StackStartException failure
                    ? failure
                    : new StackStartException("the embedded stack did not start: " + cause.getMessage(), cause);
        } finally {
            threads.shutdown();
        }
    }

    private static EmbeddedBroker startBroker(StackOptions options, List<AutoCloseable> started) {
        EmbeddedBroker broker = EmbeddedBroker.start(options.broker());
        synchronized (started) {
            started.add(broker);
        }
        createTopics(broker.bootstrap(), options.topics());
        return broker;
    }

    private static RegistryProcess startRegistry(StackOptions options, List<AutoCloseable> started) {
        RegistryProcess registry = RegistryProcess.start(options.registry());
        synchronized (started) {
            started.add(registry);
        }
        registerSchemas(registry.url());
        return registry;
    }

    private static void createTopics(String bootstrap, TopicSettings settings) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            new TopicReconciler(admin, settings).apply();
        }
    }

    private static void registerSchemas(String url) {
        try (SchemaRegistrar registrar = new SchemaRegistrar(url)) {
            for (SchemaRegistration registration : registrar.registerAll()) {
                if (registration instanceof Incompatible refused) {
                    throw new StackStartException("an empty registry refused a schema: " + refused.describe());
                }
            }
        }
    }

    /** Address for {@code bootstrap.servers}. */
    public String bootstrap() {
        return broker.bootstrap();
    }

    /** Address of the registry for Confluent's clients. */
    public String registryUrl() {
        return registry.url();
    }

    /** The broker, to be stopped and started again. */
    public EmbeddedBroker broker() {
        return broker;
    }

    /** The registry, to be taken away. */
    public RegistryProcess registry() {
        return registry;
    }

    @Override
    public void close() {
        closeAll(List.of(registry, broker));
    }

    /** Closes every part even if one of them fails, and says so then. */
    private static void closeAll(List<AutoCloseable> parts) {
        IllegalStateException failure = null;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("a part of the embedded stack did not stop", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
