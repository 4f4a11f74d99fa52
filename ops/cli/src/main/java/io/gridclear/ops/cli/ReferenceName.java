package io.gridclear.ops.cli;

import io.gridclear.market.rules.ReferencePriceRule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of the rules of a reference price on the command line. */
final class ReferenceName implements ITypeConverter<ReferencePriceRule> {

    @Override
    public ReferencePriceRule convert(@Nullable String name) {
        return switch (String.valueOf(name)) {
            case "mean" -> ReferencePriceRule.MEAN;
            case "vwap" -> ReferencePriceRule.VOLUME_WEIGHTED;
            case "anchored" -> ReferencePriceRule.ANCHORED;
            default -> throw new TypeConversionException("it is mean, vwap or anchored, not " + name);
        };
    }
}
