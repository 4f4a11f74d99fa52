package io.gridclear.experiments.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of one run by name, in the order in which they were put; {@code summary.json}:
 *
 * <pre>
 *   {"experiment": "trading", "parameters": {"seed": 1, ...},
 *    "figures": {"NAME": {"unit": "percent", "mean": .., "p5": .., "p95": .., "min": .., "max": .., "count": ..}, ...}}
 * </pre>
 *
 * Not thread-safe.
 */
public final class Summary {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private record Entry(String unit, Spread spread) {}

    private final String experiment;
    private final Map<String, String> parameters;
    private final Map<String, Entry> figures = new LinkedHashMap<>();

    /**
     * A summary without figures.
     *
     * @param experiment name of the experiment
     * @param parameters what the figures depend on: seed, draws, data; no path of a machine
     */
    public Summary(String experiment, Map<String, String> parameters) {
        this.experiment = experiment;
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * Adds a figure.
     *
     * @throws IllegalStateException if there is one of this name
     */
    public void put(String name, String unit, Spread spread) {
        if (figures.putIfAbsent(name, new Entry(unit, spread)) != null) {
            throw new IllegalStateException("there is a figure " + name + " already");
        }
    }

    /** The same for values, one a draw or seed. */
    public Spread put(String name, String unit, double... values) {
        Spread spread = Spread.of(values);
        put(name, unit, spread);
        return spread;
    }

    /** @throws IllegalArgumentException if there is no figure of this name */
    public Spread get(String name) {
        Entry entry = figures.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("there is no figure " + name);
        }
        return entry.spread();
    }

    /** All figures by name, in order. */
    public Map<String, Spread> figures() {
        Map<String, Spread> spreads = new LinkedHashMap<>();
        figures.forEach((name, entry) -> spreads.put(name, entry.spread()));
        return spreads;
    }

    /** What the figures depend on. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** Writes the file. */
    public void writeTo(Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("experiment", experiment);
        ObjectNode given = root.putObject("parameters");
        parameters.forEach(given::put);
        ObjectNode all = root.putObject("figures");
        figures.forEach((name, entry) -> {
            ObjectNode figure = all.putObject(name);
            figure.put("unit", entry.unit());
            Spread spread = entry.spread();
            figure.set("mean", number(spread.mean()));
            figure.set("p5", number(spread.p5()));
            figure.set("p95", number(spread.p95()));
            figure.set("min", number(spread.min()));
            figure.set("max", number(spread.max()));
            figure.put("count", spread.count());
        });
        Files.writeString(file, JSON.writeValueAsString(root).replace(System.lineSeparator(), "\n") + "\n");
    }

    /** Not as a double: its text is another on Java 19 and newer. */
    private static DecimalNode number(double value) {
        return DecimalNode.valueOf(new BigDecimal(Numbers.plain(value)));
    }

    /** Reads a file that {@link #writeTo} has written. */
    public static Summary readFrom(Path file) throws IOException {
        JsonNode root = JSON.readTree(file.toFile());
        Map<String, String> parameters = new LinkedHashMap<>();
        root.required("parameters")
                .properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        Summary summary = new Summary(root.required("experiment").asText(), parameters);
        root.required("figures").properties().forEach(entry -> {
            JsonNode figure = entry.getValue();
            summary.put(
                    entry.getKey(),
                    figure.required("unit").asText(),
                    new Spread(
                            figure.required("count").asInt(),
                            figure.required("mean").asDouble(),
                            figure.required("p5").asDouble(),
                            figure.required("p95").asDouble(),
                            figure.required("min").asDouble(),
                            figure.required("max").asDouble()));
        });
        return summary;
    }
}
