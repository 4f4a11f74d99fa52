package io.gridclear.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.light.TrustedStateFile;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.PeriodTerms;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What somebody who verifies must know from elsewhere, and must compare with what others know: a header of the chain with
 * its validators, named by {@code headerHash}, and the terms of the market's areas, from which follow the fields of a line
 * that its leaf does not bear (currency, end of the period, local date).
 *
 * @param state the trusted header and its validators
 * @param terms terms by area
 */
public record TrustedFile(TrustedState state, SortedMap<String, MarketTerms> terms) {

    private static final String AREAS = "areas";
    private static final String AREA = "areaMrid";
    private static final String TERMS = "terms";

    public TrustedFile {
        terms = Collections.unmodifiableSortedMap(new TreeMap<>(terms));
    }

    /**
     * Terms of an area.
     *
     * @throws VerificationException if nobody said what they are
     */
    MarketTerms termsOf(String area) throws VerificationException {
        MarketTerms found = terms.get(area);
        if (found == null) {
            throw new VerificationException(
                    VerificationStep.LINE, "the trusted file has no terms of its area '" + area + "'");
        }
        return found;
    }

    /** The file's text. */
    public String toJson() {
        try {
            ObjectNode json = (ObjectNode) StrictJson.MAPPER.readTree(TrustedStateFile.toJson(state));
            ArrayNode areas = json.putArray(AREAS);
            terms.forEach((area, own) -> {
                ObjectNode entry = areas.addObject().put(AREA, area);
                entry.set(TERMS, FlatRecordJson.write(TermsRecords.toRecord(own)));
            });
            return StrictJson.MAPPER
                            .writer()
                            .with(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was JSON a moment ago is none", e);
        }
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws MalformedFileException if it is no such file, or a part of it does not belong to its header hash
     */
    public static TrustedFile of(String text) throws MalformedFileException {
        ObjectNode json = StrictJson.object(text);
        JsonNode areas = json.remove(AREAS);
        if (areas == null || !areas.isArray()) {
            throw new MalformedFileException("it has no list of " + AREAS);
        }
        TreeMap<String, MarketTerms> terms = new TreeMap<>();
        for (JsonNode area : areas) {
            String name = StrictJson.text(area, AREA);
            if (terms.put(name, terms(name, area.path(TERMS))) != null) {
                throw new MalformedFileException("it has the area " + name + " twice");
            }
        }
        try {
            return new TrustedFile(TrustedStateFile.fromJson(json.toString()), terms);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException("it is " + e.getMessage());
        }
    }

    private static MarketTerms terms(String area, JsonNode json) throws MalformedFileException {
        try {
            return TermsRecords.toTerms(FlatRecordJson.read(json, new PeriodTerms()));
        } catch (MalformedFileException | IllegalArgumentException e) {
            throw new MalformedFileException("its terms of " + area + ": " + e.getMessage());
        }
    }
}
