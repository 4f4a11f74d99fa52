package io.gridclear.topology.intake;

import io.gridclear.schemas.avro.UsagePoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * The registers of an instance's tasks. A task's intake reads and its registration writes the same one; both run on the
 * task's own thread.
 */
final class UsagePointRegisters {

    private final Map<TaskId, UsagePointRegister> byTask = new ConcurrentHashMap<>();
    private final Supplier<Deserializer<UsagePoint>> deserializers;

    UsagePointRegisters(Supplier<Deserializer<UsagePoint>> deserializers) {
        this.deserializers = deserializers;
    }

    /** The register of the context's task, made by whichever processor of the task asks first. */
    UsagePointRegister of(ProcessorContext<?, ?> context) {
        return byTask.computeIfAbsent(
                context.taskId(),
                task -> new UsagePointRegister(context.getStateStore(UsagePointRegister.STORE), deserializers.get()));
    }

    /** Forgets a task that this instance no longer runs. */
    void closed(TaskId task) {
        byTask.remove(task);
    }
}
