package io.gridclear.meter.seed;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Divides the members of a fleet among a few choices so that the shares come out exactly: every
 * thousand members that follow each other hold each choice in its share, and short runs come close.
 *
 * @param <E> the choices
 */
public final class ExactShares<E extends Enum<E>> {
    private static final int WHOLE = 1000;

    private final Map<E, Integer> permille;
    private final int stride;

    private ExactShares(Map<E, Integer> permille, int stride) {
        this.permille = permille;
        this.stride = stride;
    }

    /**
     * Shares of all choices of a type.
     *
     * @param choices the type
     * @param permille share of each choice in thousandths; one that is not named has none; they add up to 1000
     * @param stride coprime to 1000; two divisions of the same fleet need different strides, or they coincide
     * @throws IllegalArgumentException if the shares do not add up or the stride is not coprime
     */
    public static <E extends Enum<E>> ExactShares<E> of(Class<E> choices, Map<E, Integer> permille, int stride) {
        if (stride <= 0 || stride % 2 == 0 || stride % 5 == 0) {
            throw new IllegalArgumentException("the stride must be coprime to 1000, was " + stride);
        }
        Map<E, Integer> inOrder = new LinkedHashMap<>();
        int sum = 0;
        for (E choice : choices.getEnumConstants()) {
            int share = permille.getOrDefault(choice, 0);
            if (share < 0) {
                throw new IllegalArgumentException("a share cannot be negative: " + permille);
            }
            inOrder.put(choice, share);
            sum += share;
        }
        if (sum != WHOLE) {
            throw new IllegalArgumentException("the shares of " + Arrays.toString(choices.getEnumConstants())
                    + " must add up to 1000, were " + permille);
        }
        return new ExactShares<>(inOrder, stride);
    }

    /** The choice of member {@code index}, from 0. */
    public E at(int index) {
        long place = (long) index * stride % WHOLE;
        for (Map.Entry<E, Integer> choice : permille.entrySet()) {
            place -= choice.getValue();
            if (place < 0) {
                return choice.getKey();
            }
        }
        throw new IllegalStateException("the shares " + permille + " do not cover member " + index);
    }

    /** Thousandths of a choice. */
    public int permilleOf(E choice) {
        return permille.getOrDefault(choice, 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExactShares<?> shares && shares.stride == stride && shares.permille.equals(permille);
    }

    @Override
    public int hashCode() {
        return 31 * permille.hashCode() + stride;
    }

    @Override
    public String toString() {
        return permille.toString();
    }
}
