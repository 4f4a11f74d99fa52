package io.gridclear.topology.intake;

import io.gridclear.schemas.serde.UndecodableRecordException;
import io.gridclear.topology.errors.PoisonRecordException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the register of usage points up to date. A registration that cannot be read or used goes to the dead letters, and
 * its usage point is unknown until it is registered anew.
 */
final class RegistrationProcessor implements Processor<String, byte[], Void, Void> {

    private final UsagePointRegisters registers;
    private @Nullable UsagePointRegister register;
    private @Nullable ProcessorContext<Void, Void> context;

    RegistrationProcessor(UsagePointRegisters registers) {
        this.registers = registers;
    }

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
        context = processorContext;
        register = registers.of(processorContext);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (register == null) {
            throw new IllegalStateException("process before init");
        }
        if (record.key() == null) {
            throw new PoisonRecordException("a registration without a key; its key is the usage point");
        }
        try {
            register.put(record.key(), record.value());
        } catch (IllegalArgumentException | UndecodableRecordException e) {
            throw new PoisonRecordException("registration of usage point " + record.key() + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (context != null) {
            registers.closed(context.taskId());
        }
    }
}
