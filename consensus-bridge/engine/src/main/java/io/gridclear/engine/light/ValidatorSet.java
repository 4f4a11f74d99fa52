package io.gridclear.engine.light;

import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A validator set: keys and powers, every key once. Immutable. */
public final class ValidatorSet {

    /** The engine's bound, so that sums and their multiples stay within 63 bits (MaxTotalVotingPower). */
    public static final long MOST_POWER = Long.MAX_VALUE / 8;

    /** The engine's bound on votes in a commit (MaxVotesCount). */
    public static final int MOST_VALIDATORS = 10_000;

    private static final Comparator<Validator> ORDER = Comparator.comparingLong(Validator::power)
            .reversed()
            .thenComparing(Validator::address, Arrays::compareUnsigned);

    private final List<Validator> validators;
    private final Map<ByteBuffer, Long> powers = new LinkedHashMap<>();
    private final long totalPower;
    private final byte[] hash;

    /**
     * A set in the order given, which its hash depends on.
     *
     * @throws IllegalArgumentException if {@link #problemOf} has something to say
     */
    public ValidatorSet(List<Validator> validators) {
        problemOf(validators).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        this.validators = List.copyOf(validators);
        long total = 0;
        for (Validator validator : validators) {
            powers.put(ByteBuffer.wrap(validator.publicKey()), validator.power());
            total += validator.power();
        }
        this.totalPower = total;
        this.hash = EngineHashes.validators(this.validators);
    }

    /**
     * A set in the engine's order: power descending, then address ascending (compared as unsigned bytes).
     *
     * @throws IllegalArgumentException if these are no set
     */
    public static ValidatorSet ordered(Collection<ValidatorPower> powers) {
        List<Validator> validators = new ArrayList<>(powers.size());
        for (ValidatorPower power : powers) {
            validators.add(new Validator(ValidatorKey.addressOf(power.publicKey()), power.publicKey(), power.power()));
        }
        validators.sort(ORDER);
        return new ValidatorSet(validators);
    }

    /** What keeps these from being a set, in words; empty if nothing does. */
    public static Optional<String> problemOf(List<Validator> validators) {
        if (validators.isEmpty() || validators.size() > MOST_VALIDATORS) {
            return Optional.of("a set has 1 to " + MOST_VALIDATORS + " validators, not " + validators.size());
        }
        Map<ByteBuffer, Validator> seen = new LinkedHashMap<>();
        long total = 0;
        for (Validator validator : validators) {
            String name = HexFormat.of().withUpperCase().formatHex(validator.address());
            if (validator.publicKey().length != ValidatorKey.KEY_BYTES) {
                return Optional.of("the key of validator " + name + " has " + validator.publicKey().length + " bytes");
            }
            if (!Arrays.equals(validator.address(), ValidatorKey.addressOf(validator.publicKey()))) {
                return Optional.of("the address of validator " + name + " is not that of its key");
            }
            if (validator.power() <= 0 || validator.power() > MOST_POWER - total) {
                return Optional.of("validator " + name + " has a power out of bounds, " + validator.power());
            }
            if (seen.put(ByteBuffer.wrap(validator.publicKey()), validator) != null) {
                return Optional.of("validator " + name + " stands twice in the set");
            }
            total += validator.power();
        }
        return Optional.empty();
    }

    /**
     * The set after an application's changes, by the engine's rules: a power of 0 removes, another one adds or replaces.
     *
     * @throws IllegalArgumentException if a key comes twice, somebody is removed who is no member, or nobody is left: the
     *     engine stops for good there
     */
    public ValidatorSet with(List<ValidatorPower> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        Map<ByteBuffer, Long> changed = new LinkedHashMap<>(powers);
        Map<ByteBuffer, Long> seen = new LinkedHashMap<>();
        for (ValidatorPower change : changes) {
            ByteBuffer key = ByteBuffer.wrap(change.publicKey());
            if (seen.put(key, change.power()) != null) {
                throw new IllegalArgumentException("a validator's key is changed twice in one block");
            }
            if (change.power() == 0 && changed.remove(key) == null) {
                throw new IllegalArgumentException("a validator is removed that is no member");
            }
            if (change.power() != 0) {
                changed.put(key, change.power());
            }
        }
        List<ValidatorPower> left = new ArrayList<>(changed.size());
        changed.forEach((key, power) -> left.add(new ValidatorPower(key.array(), power)));
        return ordered(left);
    }

    /** The validators in their order. */
    public List<Validator> validators() {
        return validators;
    }

    /** Power of a key; 0 if it is no member. */
    public long powerOf(byte[] publicKey) {
        return powers.getOrDefault(ByteBuffer.wrap(publicKey), 0L);
    }

    /** Sum of all powers. */
    public long totalPower() {
        return totalPower;
    }

    /** Whether a part of the power is more than two thirds: two such parts share more than a third. */
    public boolean isMoreThanTwoThirds(long power) {
        return 3 * power > 2 * totalPower;
    }

    /** Whether a part of the power is more than a third: not all of it is faulty, if less than a third is. */
    public boolean isMoreThanOneThird(long power) {
        return 3 * power > totalPower;
    }

    /** Hash of the set, 32 bytes. */
    public byte[] hash() {
        return hash.clone();
    }
}
