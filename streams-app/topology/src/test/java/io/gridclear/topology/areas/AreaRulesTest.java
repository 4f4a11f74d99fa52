package io.gridclear.topology.areas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.rules.ChargeSchedule;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.ChargesVersion;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.ReferencePriceRule;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which configurations an area may have: each value by its boundary and by one beyond it. */
class AreaRulesTest {

    private static final long YEAR_MS = 366L * 86_400_000;

    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore(AreaDirectory.STORE).get();
    private final AtomicLong changes = new AtomicLong();
    private final AreaDirectory directory =
            new AreaDirectory(store, serdes.deserializer(TopicCatalogue.AREAS), changes::get);

    private static MarketArea area() {
        return MarketArea.newBuilder().setAreaMrid("area").build();
    }

    private void put(String key, MarketArea area) {
        put(key, serdes.serializer(TopicCatalogue.AREAS).serialize("", area));
    }

    private void put(String key, byte[] bytes) {
        store.put(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)), bytes);
        changes.incrementAndGet();
    }

    record Change(String what, boolean good, Consumer<MarketArea> change) {

        Change withArea(Consumer<MarketArea> more) {
            return new Change(what, good, change.andThen(more));
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static Change good(String what, Consumer<PeriodTerms> change) {
        return new Change(what, true, area -> change.accept(area.getTerms()));
    }

    private static Change bad(String what, Consumer<PeriodTerms> change) {
        return new Change(what, false, area -> change.accept(area.getTerms()));
    }

    static List<Change> changes() {
        return List.of(
                good("as by default", terms -> {}),
                bad("another's id", terms -> {}).withArea(area -> area.setAreaMrid("other")),
                bad("no horizon", terms -> {}).withArea(area -> area.setHorizonMs(0)),
                bad("a negative horizon", terms -> {}).withArea(area -> area.setHorizonMs(-1)),
                bad("a horizon that no gate lies in", terms -> {}).withArea(area -> area.setHorizonMs(900_000)),
                good("one that does", terms -> {}).withArea(area -> area.setHorizonMs(900_001)),
                good("a horizon of a year", terms -> {}).withArea(area -> area.setHorizonMs(YEAR_MS)),
                bad("and a millisecond", terms -> {}).withArea(area -> area.setHorizonMs(YEAR_MS + 1)),
                bad("for ever", terms -> {}).withArea(area -> area.setHorizonMs(Long.MAX_VALUE)),
                good("periods of a day", terms -> terms.setPeriodMs(86_400_000)),
                bad("periods of no length", terms -> terms.setPeriodMs(0)),
                bad("periods longer than a year", terms -> terms.setPeriodMs(YEAR_MS + 1)),
                bad("periods that never end", terms -> terms.setPeriodMs(Long.MAX_VALUE)),
                bad("a gate that closes before time began", terms -> terms.setGateClosureMs(Long.MAX_VALUE)),
                bad("a window longer than the gate's time", terms -> terms.setRequoteWindowMs(900_001)),
                bad("an odd tick", terms -> terms.setTick(99)),
                bad("tariffs off the tick", terms -> terms.setFeedInTariff(450_050)),
                bad("tariffs upside down", terms -> terms.setFeedInTariff(700_000)),
                bad("a rule that nobody knows", terms -> terms.setReferencePriceRule(ReferencePriceRule.UNSPECIFIED)),
                bad("orders of nothing", terms -> terms.setMaxOrderWh(0)),
                good("a zone with a summer time", terms -> terms.setTimeZone("Europe/Berlin")),
                bad("a zone that is none", terms -> terms.setTimeZone("Middle/Earth")),
                bad("a zone in pieces", terms -> terms.setTimeZone("+25:61")),
                bad("no zone", terms -> terms.setTimeZone("")),
                good("another currency", terms -> terms.setCurrency("CHF")),
                bad("a currency in words", terms -> terms.setCurrency("Swiss francs")),
                bad("a currency in small letters", terms -> terms.setCurrency("eur")),
                good("the longest name of the grid", terms -> terms.setGridParticipantMrid("g".repeat(128))),
                bad("a longer one", terms -> terms.setGridParticipantMrid("g".repeat(129))),
                bad("none", terms -> terms.setGridParticipantMrid("")),
                good("a fee, a spread and a tax", terms -> {
                    terms.setGridFee(30_000);
                    terms.setImbalanceSpread(450_000);
                    terms.setEnergyTax(20_500);
                }),
                bad("a fee that is paid to the buyer", terms -> terms.setGridFee(-1)),
                bad("a spread above the feed-in tariff", terms -> terms.setImbalanceSpread(450_001)),
                bad("a tax that no long holds", terms -> terms.setEnergyTax(Long.MAX_VALUE)),
                good("the longest name of the tax authority", terms -> terms.setTaxParticipantMrid("t".repeat(128))),
                bad("a longer one", terms -> terms.setTaxParticipantMrid("t".repeat(129))),
                bad("none", terms -> terms.setTaxParticipantMrid("")),
                good("readings at once", terms -> terms.setMeteringGraceMs(0)),
                good("readings within a year", terms -> terms.setMeteringGraceMs(YEAR_MS)),
                bad("and a millisecond", terms -> terms.setMeteringGraceMs(YEAR_MS + 1)),
                good("corrections for ten years", terms -> terms.setCorrectionHorizonMs(10 * YEAR_MS)),
                bad("and a millisecond", terms -> terms.setCorrectionHorizonMs(10 * YEAR_MS + 1)),
                bad("corrections before readings", terms -> terms.setCorrectionHorizonMs(3_599_999)),
                charges(true, "versions of charges", version(0, 1, 2, 3), version(1, 0, 450_000, 0)),
                charges(false, "the same date twice", version(1, 1, 2, 3), version(1, 0, 0, 0)),
                charges(false, "versions out of order", version(2, 1, 2, 3), version(1, 0, 0, 0)),
                charges(false, "a version before time began", version(-1, 1, 2, 3)),
                charges(false, "a version that does not fit", version(0, 1, 2, 3), version(1, 0, 450_001, 0)));
    }

    private static ChargesVersion version(long validFrom, long gridFee, long spread, long tax) {
        return new ChargesVersion(Instant.ofEpochMilli(validFrom), gridFee, spread, tax);
    }

    private static Change charges(boolean good, String what, ChargesVersion... versions) {
        return new Change(what, good, area -> area.setCharges(List.of(versions)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aConfigurationThatDoesNotFitIsNone(Change row) {
        MarketArea area = area();
        row.change().accept(area);
        put("area", area);
        assertThat(directory.find("area") != null).isEqualTo(row.good());
        assertThat(directory.all()).hasSize(row.good() ? 1 : 0);
    }

    @Test
    void anIdIsBoundedInBytes() {
        for (String id : List.of("x".repeat(128), "\u6f22".repeat(42))) {
            put(id, MarketArea.newBuilder().setAreaMrid(id).build());
            assertThat(directory.find(id)).as(id).isNotNull();
        }
        for (String id : List.of("", "x".repeat(129), "\u6f22".repeat(43), "x".repeat(70_000))) {
            put(id, MarketArea.newBuilder().setAreaMrid(id).build());
            assertThat(directory.find(id)).as("%d chars", id.length()).isNull();
        }
    }

    @Test
    void aLongHorizonIsCutToAThousandPeriodsBehindTheGate() {
        MarketTerms terms = TermsRecords.toTerms(area().getTerms());
        assertThat(new AreaRules("area", terms, ChargeSchedule.EMPTY, YEAR_MS, true).horizonMs())
                .isEqualTo(900_000 + 1_000 * 900_000L);
        assertThat(new AreaRules("area", terms, ChargeSchedule.EMPTY, 172_800_000, true).horizonMs())
                .isEqualTo(172_800_000);
        assertThatThrownBy(() -> new AreaRules("area", terms, ChargeSchedule.EMPTY, 900_000, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("horizonMs must be above gateClosureMs (900000)");
    }

    @Test
    void theRefusalOfAVersionSaysWhichAndWhy() {
        MarketTerms terms = TermsRecords.toTerms(area().getTerms());
        ChargeSchedule schedule = TermsRecords.toSchedule(List.of(version(7, 0, 450_001, 0)));
        assertThatThrownBy(() -> new AreaRules("area", terms, schedule, YEAR_MS, true))
                .hasMessage("charges from 7: imbalanceSpread must be at most feedInTariff (450000), is 450001");
    }

    @Test
    void bytesAreDecodedAgainWhenTheyChangeOnly() {
        put("area", area());
        AreaRules first = directory.find("area");
        assertThat(directory.find("area")).isSameAs(first);
        MarketArea changed = area();
        changed.setRequireSignatures(false);
        put("area", changed);
        assertThat(directory.find("area").requireSignatures()).isFalse();
        put("area", new byte[] {1, 2, 3});
        assertThat(directory.find("area")).isNull();
        put("area", area());
        assertThat(directory.find("area")).isEqualTo(first);
        store.delete(Bytes.wrap("area".getBytes(StandardCharsets.UTF_8)));
        changes.incrementAndGet();
        assertThat(directory.find("area")).isNull();
        assertThat(directory.all()).isEmpty();
    }

    /** The repartition, the outgoing topics and the clock must agree on where an area lives. */
    @Test
    void anAreaLivesWhereKafkasOwnProducersPlaceItsKey() {
        for (String id : List.of("feeder-1", "a", "\u6f22\u5b57", "x".repeat(128))) {
            byte[] key = Serdes.String().serializer().serialize("", id);
            assertThat(AreaPartition.of(id, 24)).isEqualTo(BuiltInPartitioner.partitionForKey(key, 24));
        }
        assertThat(AreaPartition.of("feeder-1", 24)).isBetween(0, 23);
    }
}
