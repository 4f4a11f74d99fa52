package io.gridclear.market.routing;

import org.jspecify.annotations.Nullable;

/** Feeders by the digest that names them. */
@FunctionalInterface
public interface FeederSource {

    /** Knows no feeder. */
    FeederSource NONE = digest -> null;

    /**
     * The feeder with a digest, prepared for routing, or null where it is not known.
     *
     * @param digest {@link FeederCodec#digest}, lower-case hexadecimal
     */
    @Nullable
    FeederGraph find(String digest);
}
