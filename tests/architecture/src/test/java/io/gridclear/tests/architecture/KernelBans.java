package io.gridclear.tests.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What would make two machines that replay the same log come to different results. */
final class KernelBans {
    static final DescribedPredicate<JavaClass> IO_OR_THREADS = named(
            "do I/O, start threads or log",
            "java\\.(io|net|sql)\\..*",
            "java\\.nio\\.(file|channels)\\..*",
            "java\\.util\\.(concurrent|logging)\\..*",
            "java\\.util\\.Timer(Task)?",
            "java\\.lang\\.(Thread|ThreadLocal|Process|ProcessBuilder|Runtime)(\\$.*)?");

    static final DescribedPredicate<JavaClass> CLOCK_CHANCE_OR_LOCALE = named(
            "are a clock, chance or a locale",
            "java\\.time\\.(Clock|InstantSource)",
            "java\\.util\\.(Random|SplittableRandom|Locale|Date|Calendar|TimeZone)",
            "java\\.util\\.random\\..*",
            "java\\.security\\.SecureRandom",
            "java\\.text\\..*");

    /** Collections whose order hangs on hash codes. */
    static final DescribedPredicate<JavaClass> UNORDERED_COLLECTION = named(
            "iterate in the order of hash codes",
            "java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap|Hashtable)");

    private static final Set<String> SYSTEM =
            Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "identityHashCode", "lineSeparator");

    /** Calls that read the machine's time, chance, language, charset or zone. */
    static final DescribedPredicate<JavaCall<?>> READS_THE_MACHINE =
            DescribedPredicate.describe("reads the machine's time, chance, locale, charset or zone", call -> {
                String owner = call.getTargetOwner().getName();
                String method = call.getName();
                return switch (owner) {
                    case "java.lang.System" -> SYSTEM.contains(method);
                    case "java.lang.Math", "java.lang.StrictMath" -> method.equals("random");
                    case "java.util.UUID" -> method.equals("randomUUID");
                    case "java.time.ZoneId" -> method.equals("systemDefault");
                    case "java.nio.charset.Charset" -> method.equals("defaultCharset");
                    case "java.lang.String" -> hangsOnDefaults(call);
                    default -> owner.startsWith("java.time.") && method.equals("now");
                };
            });

    /** Factories of collections whose order is drawn anew in every JVM, or hangs on hash codes. */
    static final DescribedPredicate<JavaCall<?>> MAKES_AN_UNORDERED_COLLECTION =
            DescribedPredicate.describe("makes a collection without a defined order", call -> {
                String method = call.getName();
                return switch (call.getTargetOwner().getName()) {
                    case "java.util.Map" -> Set.of("of", "ofEntries", "copyOf").contains(method);
                    case "java.util.Set" -> Set.of("of", "copyOf").contains(method);
                    case "java.util.stream.Collectors" ->
                        Set.of("toSet", "toMap", "toUnmodifiableSet", "toUnmodifiableMap", "groupingBy")
                                .contains(method);
                    default -> method.equals("parallel") || method.equals("parallelStream");
                };
            });

    private KernelBans() {}

    private static DescribedPredicate<JavaClass> named(String description, String... patterns) {
        Pattern any = Pattern.compile(String.join("|", patterns));
        return DescribedPredicate.describe(
                description, type -> any.matcher(type.getName()).matches());
    }

    /** String methods that fall back to the default locale or, before JDK 18, to the default charset. */
    private static boolean hangsOnDefaults(JavaCall<?> call) {
        List<String> parameters = call.getTarget().getRawParameterTypes().stream()
                .map(JavaClass::getName)
                .toList();
        return switch (call.getName()) {
            case "format", "formatted" -> true;
            case "toLowerCase", "toUpperCase", "getBytes" -> parameters.isEmpty();
            case JavaConstructor.CONSTRUCTOR_NAME ->
                !parameters.isEmpty()
                        && parameters.get(0).equals("[B")
                        && parameters.stream()
                                .noneMatch(type -> type.contains("harset") || type.equals("java.lang.String"));
            default -> false;
        };
    }
}
