package io.gridclear.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;

/**
 * The rules of the house that classes can be held to. A rule is made for a root package, so that the same rule judges
 * the product ({@code io.gridclear}) and the offenders that show it can fail.
 */
enum HouseRule {
    MARKET_KNOWS_ONLY_THE_JDK(in -> classes()
            .that()
            .resideInAPackage(in.module("market"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(in.module("market"), "java..", "org.jspecify.annotations")),

    LEDGER_KNOWS_ONLY_THE_MARKET_AND_THE_JDK(in -> classes()
            .that()
            .resideInAPackage(in.module("ledger"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(in.module("ledger"), in.module("market"), "java..", "org.jspecify.annotations")),

    KERNELS_DO_NO_IO_AND_NO_THREADS(in -> noClasses()
            .that()
            .resideInAnyPackage(in.module("market"), in.module("ledger"))
            .should()
            .dependOnClassesThat(KernelBans.IO_OR_THREADS)),

    KERNELS_HAVE_NO_CLOCK_NO_CHANCE_NO_LOCALE(in -> noClasses()
            .that()
            .resideInAnyPackage(in.module("market"), in.module("ledger"))
            .should()
            .dependOnClassesThat(KernelBans.CLOCK_CHANCE_OR_LOCALE)
            .orShould()
            .callCodeUnitWhere(KernelBans.READS_THE_MACHINE)),

    KERNELS_HAVE_A_TOTAL_ORDER(in -> noClasses()
            .that()
            .resideInAnyPackage(in.module("market"), in.module("ledger"))
            .should()
            .dependOnClassesThat(KernelBans.UNORDERED_COLLECTION)
            .orShould()
            .callCodeUnitWhere(KernelBans.MAKES_AN_UNORDERED_COLLECTION)),

    KERNELS_COUNT_IN_INTEGERS(in -> classes()
            .that()
            .resideInAnyPackage(in.module("market"), in.module("ledger"))
            .should(new CountInIntegers())),

    ENGINE_KNOWS_NO_KAFKA(in -> noClasses()
            .that()
            .resideInAPackage(in.module("engine"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "io.confluent..")),

    SCHEMAS_KNOW_NO_STREAMS(in -> noClasses()
            .that()
            .resideInAPackage(in.module("schemas"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..")),

    ONLY_THE_TOPOLOGY_AND_OPS_KNOW_STREAMS(in -> noClasses()
            .that()
            .resideInAnyPackage(in.module("records"), in.module("meter"), in.module("engine"), in.module("bridge"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..")),

    SCHEMAS_KNOW_NO_OTHER_MODULE(in -> module(
            in,
            "schemas",
            "market",
            "records",
            "ledger",
            "topology",
            "meter",
            "engine",
            "bridge",
            "verify",
            "billing",
            "ops")),

    RECORDS_KNOW_ONLY_SCHEMAS_AND_MARKET(
            in -> module(in, "records", "ledger", "topology", "meter", "engine", "bridge", "verify", "billing", "ops")),

    TOPOLOGY_MEETS_THE_OTHERS_IN_TOPICS(
            in -> module(in, "topology", "meter", "ledger", "engine", "bridge", "verify", "billing", "ops")),

    METERS_MEET_THE_OTHERS_IN_TOPICS(
            in -> module(in, "meter", "topology", "ledger", "engine", "bridge", "verify", "billing", "ops")),

    ENGINE_KNOWS_NO_OTHER_MODULE(
            in -> module(in, "engine", "schemas", "topology", "meter", "bridge", "verify", "billing", "ops")),

    BRIDGE_MEETS_THE_OTHERS_IN_TOPICS(in -> module(in, "bridge", "topology", "meter", "verify", "billing", "ops")),

    BILLING_MEETS_THE_OTHERS_IN_TOPICS(
            in -> module(in, "billing", "topology", "meter", "ledger", "engine", "bridge", "ops")),

    VERIFY_KNOWS_NO_PROCESS(in -> module(in, "verify", "topology", "meter", "bridge", "billing", "ops")),

    PRODUCTION_KNOWS_NO_TESTS(in -> noClasses()
            .that()
            .resideOutsideOfPackage(in.module("tests"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    in.module("tests"),
                    in.module("experiments"),
                    in.module("benchmarks"),
                    "org.junit..",
                    "org.assertj..",
                    "org.awaitility..")),

    NO_PACKAGE_CYCLES(in -> slices().matching(in.eachPackage()).should().beFreeOfCycles()),

    PACKAGES_ARE_NULL_MARKED(
            in -> classes().that().resideInAPackage(in.everything()).should(new LieInANullMarkedPackage())),

    NAMES_SAY_WHAT_A_THING_IS(in -> noClasses()
            .that()
            .resideInAPackage(in.everything())
            .should()
            .haveNameMatching(".*(Helper|Manager|Utils?|Utility)s?(\\$.*)?"));

    @SuppressWarnings("ImmutableEnumChecker") // the lambdas above hold no state
    private final Function<Root, ArchRule> shape;

    HouseRule(Function<Root, ArchRule> shape) {
        this.shape = shape;
    }

    /**
     * The rule for the classes under a root package. A module that has no classes yet breaks no rule.
     *
     * @param root for example {@code io.gridclear}
     */
    ArchRule under(String root) {
        return shape.apply(new Root(root)).allowEmptyShould(true).as(name());
    }

    /** Package patterns under a root package. */
    private record Root(String name) {
        String module(String module) {
            return name + "." + module + "..";
        }

        String everything() {
            return name + "..";
        }

        String eachPackage() {
            return name + ".(**)";
        }
    }

    private static ArchRule module(Root in, String module, String... unknownToIt) {
        String[] packages = new String[unknownToIt.length];
        for (int i = 0; i < packages.length; i++) {
            packages[i] = in.module(unknownToIt[i]);
        }
        return noClasses()
                .that()
                .resideInAPackage(in.module(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    /** Whether a class was written by a generator; such a class keeps its generator's style. */
    static boolean isGenerated(JavaClass javaClass) {
        JavaClass outermost = javaClass;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.isAnnotatedWith("org.apache.avro.specific.AvroGenerated")
                || outermost.isAssignableTo("com.google.protobuf.GeneratedFile");
    }
}
