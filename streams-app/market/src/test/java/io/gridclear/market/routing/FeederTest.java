package io.gridclear.market.routing;

import static io.gridclear.market.routing.FeederDraft.feeder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.routing.Feeder.Line;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FeederTest {

    private static Line line(String id, String from, String to) {
        return new Line(id, from, to, 5, 10, 20);
    }

    @Test
    void keepsBusesAndLinesInTheOrderOfTheirIds() {
        Feeder feeder = new Feeder(List.of("b9", "b10", "a"), List.of(line("l9", "b10", "b9"), line("l10", "a", "b9")));
        assertThat(feeder.buses()).containsExactly("a", "b10", "b9");
        assertThat(feeder.lines()).extracting(Line::id).containsExactly("l10", "l9");
        assertThat(feeder.indexOfBus("b10")).isEqualTo(1);
        assertThat(feeder.indexOfBus("b1")).isNegative();
        assertThat(feeder)
                .isEqualTo(new Feeder(
                        List.of("a", "b9", "b10"), List.of(line("l10", "a", "b9"), line("l9", "b10", "b9"))));
    }

    /** In UTF-8 the first would come after the second: what counts is UTF-16. */
    @Test
    void theOrderIsThatOfUtf16() {
        String aboveThePlane = "\ud83d\udd0c";
        String replacement = "\ufffd";
        assertThat(new Feeder(List.of(replacement, aboveThePlane), List.of()).buses())
                .containsExactly(aboveThePlane, replacement);
    }

    @Test
    void aLineMayBeGivenFromEitherEnd() {
        assertThat(Line.between("x", "a", "b", 5, 10, 20)).isEqualTo(new Line("x", "a", "b", 5, 10, 20));
        assertThat(Line.between("x", "b", "a", 5, 10, 20)).isEqualTo(new Line("x", "a", "b", 5, 20, 10));
    }

    @Test
    void takesTheBounds() {
        String longest = "ü".repeat(Feeder.MAX_ID_BYTES / 2);
        new Line(longest, "a", "b", Feeder.MAX_WEIGHT, Feeder.MAX_CAPACITY_W, 0);
        new Line("x", "a", longest, 1, 0, Feeder.MAX_CAPACITY_W);
        List<String> buses =
                IntStream.range(0, Feeder.MAX_BUSES).mapToObj(Integer::toString).toList();
        List<Line> lines = IntStream.range(0, Feeder.MAX_LINES)
                .mapToObj(i -> line("x" + i, "0", "1"))
                .toList();
        assertThat(new Feeder(buses, lines).lines()).hasSize(Feeder.MAX_LINES);
    }

    private static Arguments refusal(String says, Supplier<Object> made) {
        return Arguments.of(says, made);
    }

    static Stream<Arguments> refusals() {
        List<String> ab = List.of("a", "b");
        String tooLong = "ü".repeat(Feeder.MAX_ID_BYTES / 2) + "x";
        return Stream.of(
                refusal("line x leads from bus a to itself", () -> line("x", "a", "a")),
                refusal("line x leads from bus a to itself", () -> Line.between("x", "a", "a", 1, 1, 1)),
                refusal("line x leads from bus b to bus a, whose id comes first", () -> line("x", "b", "a")),
                refusal("line x has the weight 0, not 1..1000000000", () -> new Line("x", "a", "b", 0, 1, 1)),
                refusal("line x has the weight -1, not 1..1000000000", () -> new Line("x", "a", "b", -1, 1, 1)),
                refusal(
                        "line x has the weight 1000000001, not 1..1000000000",
                        () -> new Line("x", "a", "b", Feeder.MAX_WEIGHT + 1, 1, 1)),
                refusal("line x has a capacity of -1 W, not 0..1000000000000", () -> new Line("x", "a", "b", 1, -1, 1)),
                refusal(
                        "line x has a capacity of 1000000000001 W, not 0..1000000000000",
                        () -> new Line("x", "a", "b", 1, 1, Feeder.MAX_CAPACITY_W + 1)),
                refusal("the id of a line has 1 to 64 bytes of UTF-8, not 0", () -> line("", "a", "b")),
                refusal("the id of a line has 1 to 64 bytes of UTF-8, not 65", () -> line(tooLong, "a", "b")),
                refusal("the id of a bus has 1 to 64 bytes of UTF-8, not 0", () -> line("x", "", "b")),
                refusal("the id of a bus has 1 to 64 bytes of UTF-8, not 65", () -> line("x", "a", tooLong)),
                refusal("the id of a line holds half a surrogate pair", () -> line("\ud83d", "a", "b")),
                refusal(
                        "the id of a bus has 1 to 64 bytes of UTF-8, not 0",
                        () -> new Feeder(List.of("a", ""), List.of())),
                refusal("the id of a bus holds half a surrogate pair", () -> new Feeder(List.of("\udd0c"), List.of())),
                refusal("a feeder has 1 to 20000 buses, not 0", () -> new Feeder(List.of(), List.of())),
                refusal(
                        "a feeder has 1 to 20000 buses, not 20001",
                        () -> new Feeder(Collections.nCopies(Feeder.MAX_BUSES + 1, "a"), List.of())),
                refusal(
                        "a feeder has at most 40000 lines, not 40001",
                        () -> new Feeder(ab, Collections.nCopies(Feeder.MAX_LINES + 1, line("x", "a", "b")))),
                refusal("two buses have the id a", () -> new Feeder(List.of("a", "b", "a"), List.of())),
                refusal(
                        "two lines have the id x",
                        () -> new Feeder(List.of("a", "b", "c"), List.of(line("x", "a", "b"), line("x", "b", "c")))),
                refusal(
                        "line x ends at bus c, which the feeder has not",
                        () -> new Feeder(ab, List.of(line("x", "a", "c")))),
                refusal(
                        "line x ends at bus 0, which the feeder has not",
                        () -> new Feeder(ab, List.of(line("x", "0", "a")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusesWhatIsNoNetwork(String says, Supplier<Object> made) {
        assertThatThrownBy(made::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(says);
    }

    @ParameterizedTest(name = "{0}: {1} parts, {2} loops, a core of {3}")
    @CsvSource({
        "z, 1, 0, 1",
        "x a b 1 1, 1, 0, 1",
        "x a b 1 1;z, 2, 0, 2",
        "x a b 1 1;y b c 1 1;z b d 1 1, 1, 0, 1",
        "x a b 1 1;y a b 1 1, 1, 1, 2",
        "x a b 1 1;y b c 1 1;z c a 1 1;s c d 1 1;t d e 1 1, 1, 1, 3",
        "x a b 1 1;y b c 1 1;z c a 1 1;s c d 1 1;u d e 1 1;v e f 1 1;w f d 1 1, 1, 2, 6",
        "x a b 1 1;y c d 1 1;z c d 2 1, 2, 1, 3",
    })
    void tellsSpursFromLoops(String lines, int parts, int loops, int core) {
        FeederGraph graph = new FeederGraph(feeder(lines.split(";")));
        assertThat(graph.parts()).as("parts").isEqualTo(parts);
        assertThat(graph.loops()).as("loops").isEqualTo(loops);
        assertThat(graph.coreSize()).as("core").isEqualTo(core);
    }
}
