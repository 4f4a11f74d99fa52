package io.gridclear.meter.seed;

/**
 * A stream of pseudo-random draws that is a function of (seed, purpose, coordinates) alone.
 *
 * <p>Every use gets its own stream, such as {@code of(seed, "valuation", point, period)}: asking for
 * period 7 before period 3, or from another thread, changes nothing. That is why the fleet does not
 * share one generator.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
 * generators", OOPSLA 2014). It is written out here because the sequence of
 * {@code java.util.SplittableRandom} is not part of its contract, and a seed must mean the same
 * fleet on every Java version. Not for secrets.
 *
 * <p>Not thread-safe: a stream belongs to the method that asked for it.
 */
public final class SeededDraws {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT_OF_53_BITS = 0x1.0p-53;

    private long state;

    private SeededDraws(long state) {
        this.state = state;
    }

    /**
     * The stream for one purpose at one place.
     *
     * @param seed the fleet's seed, any value
     * @param purpose what the draws are for; different purposes never share a stream
     * @param coordinates where: a usage point's index, a period's index, ...
     */
    public static SeededDraws of(long seed, String purpose, long... coordinates) {
        long key = mix(seed + GOLDEN_GAMMA);
        for (int i = 0; i < purpose.length(); i++) {
            key = mix(key ^ purpose.charAt(i)) + GOLDEN_GAMMA;
        }
        // The number of coordinates is mixed in so that (1) and (1, 0) are different places.
        key = mix(key ^ coordinates.length) + GOLDEN_GAMMA;
        for (long coordinate : coordinates) {
            key = mix(key ^ mix(coordinate)) + GOLDEN_GAMMA;
        }
        return new SeededDraws(key);
    }

    /** The stream of a bare state, for comparison with the generator's published sequence. */
    static SeededDraws ofState(long state) {
        return new SeededDraws(state);
    }

    private static long mix(long z) {
        long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** Any of the 2^64 values. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /**
     * Uniform in [0, bound), without modulo bias: draws from the incomplete last block are thrown
     * away.
     *
     * @param bound &gt; 0
     * @throws IllegalArgumentException if the bound is not positive
     */
    public long nextBelow(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, was " + bound);
        }
        long bits;
        long value;
        do {
            bits = nextLong() >>> 1;
            value = bits % bound;
        } while (bits - value + (bound - 1) < 0);
        return value;
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    public double nextUnit() {
        return (nextLong() >>> 11) * UNIT_OF_53_BITS;
    }

    /** Uniform in [low, high). */
    public double nextBetween(double low, double high) {
        return low + (high - low) * nextUnit();
    }

    /**
     * Normal with mean 0 and variance 1, by Box and Muller (Annals of Mathematical Statistics 29,
     * 1958). {@code StrictMath}, so that the bits are the same on every machine.
     */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2.0 * StrictMath.log(1.0 - nextUnit()));
        return radius * StrictMath.cos(2.0 * StrictMath.PI * nextUnit());
    }

    /** {@code length} bytes, for example the key seed of an emulated meter. */
    public byte[] nextBytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (nextLong() >>> 56);
        }
        return bytes;
    }
}
