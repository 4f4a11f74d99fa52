package io.gridclear.ops.cli;

import io.gridclear.ops.committee.EngineKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of the engines on the command line. */
final class EngineName implements ITypeConverter<EngineKind> {

    @Override
    public EngineKind convert(@Nullable String name) {
        try {
            return EngineKind.of(String.valueOf(name));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
