package io.gridclear.schemas.catalogue;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.gridclear.schemas.catalogue.TopicChange.Create;
import io.gridclear.schemas.catalogue.TopicChange.Refuse;
import io.gridclear.schemas.catalogue.TopicChange.SetConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Brings the topics of a cluster to what the catalogue says: lists what is there, compares, creates what is missing,
 * sets what has drifted, and leaves alone (but reports) what cannot be changed in place. Running it again changes
 * nothing. Settings that the catalogue does not name are the operator's and stay.
 */
public final class TopicReconciler {

    /** One bound for every answer of the cluster: a controller election takes about ten seconds. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final Admin admin;
    private final List<TopicSpec> specs;

    /**
     * @param admin    client of the cluster; stays open
     * @param settings partitions and copies of this cluster
     */
    public TopicReconciler(Admin admin, TopicSettings settings) {
        this.admin = admin;
        this.specs = TopicSpec.all(settings);
    }

    /**
     * What differs, in the order of the catalogue; nothing is changed.
     *
     * @throws ClusterUnavailableException if the cluster does not answer
     */
    public List<TopicChange> diff() {
        return onceBrokersAgree(this::differences);
    }

    private List<TopicChange> differences() {
        Map<String, TopicDescription> present = describePresent();
        Map<String, Config> configs = configsOf(present.keySet());
        List<TopicChange> changes = new ArrayList<>();
        for (TopicSpec spec : specs) {
            TopicDescription found = present.get(spec.name());
            if (found == null) {
                changes.add(create(spec));
            } else {
                addDifferences(spec, found, requireNonNull(configs.get(spec.name())), changes);
            }
        }
        return changes;
    }

    /**
     * Makes the changes that {@link #diff()} lists, save the refused ones, and returns the list. On return every topic
     * is there for clients to use.
     *
     * @throws ClusterUnavailableException if the cluster does not answer or refuses a change; what was done stays, and
     *                                     a second run continues
     */
    public List<TopicChange> apply() {
        List<TopicChange> changes = diff();
        createMissing(changes);
        setDrifted(changes);
        return changes;
    }

    private static Create create(TopicSpec spec) {
        return new Create(
                spec.name(), spec.settings().partitions(), spec.settings().replicationFactor(), spec.configs());
    }

    private static void addDifferences(
            TopicSpec spec, TopicDescription found, Config config, List<TopicChange> changes) {
        int partitions = found.partitions().size();
        if (partitions != spec.settings().partitions()) {
            changes.add(new Refuse(
                    spec.name(),
                    "it has " + partitions + " partitions, not "
                            + spec.settings().partitions()
                            + ", and another number would part keys from the state built from them"));
        }
        int copies = found.partitions().get(0).replicas().size();
        if (copies != spec.settings().replicationFactor()) {
            changes.add(new Refuse(
                    spec.name(),
                    "it has " + copies + " copies, not " + spec.settings().replicationFactor()
                            + "; move its replicas with kafka-reassign-partitions"));
        }
        spec.configs().forEach((key, wanted) -> {
            ConfigEntry entry = config.get(key);
            String actual = entry == null || entry.value() == null ? "unset" : entry.value();
            if (!actual.equals(wanted)) {
                changes.add(new SetConfig(spec.name(), key, actual, wanted));
            }
        });
    }

    private Map<String, TopicDescription> describePresent() {
        Set<String> there = await(admin.listTopics().names(), "list topics");
        List<String> wanted =
                specs.stream().map(TopicSpec::name).filter(there::contains).toList();
        return await(admin.describeTopics(wanted).allTopicNames(), "describe topics");
    }

    private Map<String, Config> configsOf(Collection<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, Config> byTopic = new HashMap<>();
        await(admin.describeConfigs(resources).all(), "read topic settings")
                .forEach((resource, config) -> byTopic.put(resource.name(), config));
        return byTopic;
    }

    private void createMissing(List<TopicChange> changes) {
        List<NewTopic> missing = new ArrayList<>();
        for (TopicChange change : changes) {
            if (change instanceof Create create) {
                missing.add(new NewTopic(create.topic(), create.partitions(), (short) create.replicationFactor())
                        .configs(create.configs()));
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        Map<String, KafkaFuture<Void>> created = admin.createTopics(missing).values();
        for (NewTopic topic : missing) {
            awaitCreated(topic.name(), requireNonNull(created.get(topic.name())));
        }
        awaitVisible(missing.stream().map(NewTopic::name).toList());
        awaitLeaders(missing);
    }

    private static void awaitCreated(String topic, KafkaFuture<Void> created) {
        try {
            created.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failed("create topic " + topic, requireNonNullElse(e.getCause(), e));
            }
            // somebody else created it at this moment; the next run compares it
        } catch (TimeoutException e) {
            throw failed("create topic " + topic, e);
        } catch (InterruptedException e) {
            throw interrupted("create topic " + topic, e);
        }
    }

    /** A broker learns of a new topic a moment after the controller has made it. */
    private void awaitVisible(List<String> topics) {
        long deadlineNs = System.nanoTime() + ANSWER_WITHIN.toNanos();
        while (!await(admin.listTopics().names(), "list topics").containsAll(topics)) {
            if (System.nanoTime() > deadlineNs) {
                throw failed("see the created topics", new TimeoutException("not listed after " + ANSWER_WITHIN));
            }
            pause();
        }
    }

    /**
     * Only the leader of a partition can say where its log ends, so an answer for each means that all of them serve. A
     * producer that comes earlier may have its first batch refused and its second taken, and then the first, sent again,
     * counts as out of sequence until it expires.
     */
    private void awaitLeaders(List<NewTopic> created) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : created) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        onceBrokersAgree(() -> await(admin.listOffsets(ends).all(), "reach the leaders of the created topics"));
    }

    /**
     * Brokers hear of a created or deleted topic one after the other, and each question goes to any of them: what one
     * has told of, the next may not know yet, or not any more. Then the question is asked again.
     */
    private static <T> T onceBrokersAgree(Supplier<T> question) {
        long deadlineNs = System.nanoTime() + ANSWER_WITHIN.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (ClusterUnavailableException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadlineNs) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            throw interrupted("see the topics", e);
        }
    }

    private void setDrifted(List<TopicChange> changes) {
        Map<ConfigResource, Collection<AlterConfigOp>> operations = new HashMap<>();
        for (TopicChange change : changes) {
            if (change instanceof SetConfig set) {
                operations
                        .computeIfAbsent(
                                new ConfigResource(ConfigResource.Type.TOPIC, set.topic()), r -> new ArrayList<>())
                        .add(new AlterConfigOp(new ConfigEntry(set.key(), set.to()), AlterConfigOp.OpType.SET));
            }
        }
        if (!operations.isEmpty()) {
            await(admin.incrementalAlterConfigs(operations).all(), "set topic settings");
        }
    }

    private static <V> V await(KafkaFuture<V> answer, String what) {
        try {
            return answer.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(what, requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw failed(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private static ClusterUnavailableException failed(String what, Throwable cause) {
        return new ClusterUnavailableException(
                "could not " + what + ": " + cause.getMessage() + "; check the address and the health of the cluster",
                cause);
    }

    private static ClusterUnavailableException interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ClusterUnavailableException("stopped before it could " + what, e);
    }
}
