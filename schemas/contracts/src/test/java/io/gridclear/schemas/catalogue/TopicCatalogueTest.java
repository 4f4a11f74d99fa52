package io.gridclear.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridclear.schemas.avro.Bid;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicCatalogueTest {

    @ParameterizedTest
    @CsvSource({
        "market.areas.v1,         MarketArea,     ops,          COMPACT",
        "market.feeders.v1,       Feeder,         ops,          COMPACT",
        "meter.points.v1,         UsagePoint,     ops,          COMPACT",
        "market.bids.v1,          Bid,            meter fleets, DELETE",
        "market.bid-rejections.v1,BidRejected,    app,          DELETE",
        "market.book.v1,          BookEntry,      app,          DELETE",
        "market.reference-prices.v1,ReferencePrice,app,         DELETE",
        "market.trades.v1,        Trade,          app,          DELETE",
        "market.routes.v1,        TradeRoute,     app,          DELETE",
        "market.clearings.v1,     ClearingResult, app,          DELETE",
        "meter.readings.v1,       MeterReading,   meter fleets, DELETE",
        "meter.period-energy.v1,  PeriodEnergy,   app,          DELETE",
        "settlement.inputs.v1,    SettlementInputs,app,         DELETE",
        "settlement.lines.v1,     SettlementLine, app,          DELETE",
        "settlement.latest.v1,    SettlementLine, app,          COMPACT",
        "settlement.runs.v1,      SettlementRunResult,app,      DELETE",
        "ledger.batches.v1,       ClearingBatch,  bridge,       DELETE",
        "ledger.receipts.v1,      Receipt,        bridge,       DELETE",
        "ledger.scores.v1,        NodeScore,      bridge,       COMPACT",
    })
    void everyTopicSaysWhatStandsInItAndWhoWritesIt(String name, String record, String writer, Cleanup cleanup) {
        TopicContract<?> topic = TopicCatalogue.find(name).orElseThrow();

        assertThat(topic.recordType().getSimpleName()).isEqualTo(record);
        assertThat(topic.writtenBy()).isEqualTo(writer);
        assertThat(topic.cleanup()).isEqualTo(cleanup);
        assertThat(topic.subject()).isEqualTo(name + "-value");
        assertThat(topic.schema().getFullName()).isEqualTo(topic.recordType().getName());
    }

    @Test
    void thereAreNoOtherTopics() {
        assertThat(TopicCatalogue.all()).hasSize(19).doesNotHaveDuplicates();
        assertThat(TopicCatalogue.find("market.bids.v2")).isEmpty();
    }

    @Test
    void whatOthersWriteRefusesTheFutureAndHasDeadLetters() {
        assertThat(TopicCatalogue.all()).allSatisfy(topic -> {
            boolean fromOutside = !Set.of("app", "bridge").contains(topic.writtenBy());
            assertThat(topic.configs().containsKey(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG))
                    .as(topic.name())
                    .isEqualTo(fromOutside);
            assertThat(TopicCatalogue.withDeadLetters().contains(topic))
                    .as(topic.name())
                    .isEqualTo(fromOutside);
        });
        assertThat(TopicCatalogue.BIDS.configs())
                .containsEntry(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, "300000");
        assertThat(TopicCatalogue.deadLetterTopic("market.bids.v1")).isEqualTo("market.bids.v1.dlq");
    }

    @Test
    void aClusterHasEveryTopicAndTheDeadLettersOfFive() {
        assertThat(TopicSpec.all(TopicSettings.PRODUCTION))
                .hasSize(19 + 5)
                .allSatisfy(spec -> assertThat(spec.configs())
                        .containsEntry(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2")
                        .containsKeys(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.RETENTION_MS_CONFIG,
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))
                .filteredOn(spec -> spec.name().endsWith(".dlq"))
                .extracting(TopicSpec::name)
                .containsExactly(
                        "market.areas.v1.dlq",
                        "market.feeders.v1.dlq",
                        "meter.points.v1.dlq",
                        "market.bids.v1.dlq",
                        "meter.readings.v1.dlq");
    }

    @Test
    void aContractIsCheckedWhereItIsMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> contract("Bids", Cleanup.DELETE, Retention.FOREVER))
                .withMessageContaining("<domain>.<dataset>.v<N>");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> contract("market.bids.v1", Cleanup.COMPACT, Retention.of(Duration.ofDays(1))))
                .withMessageContaining("keeps its last records for ever");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicContract<>(
                        "market.bids.v1",
                        Bid.class,
                        TopicCatalogue.TRADES.schema(),
                        "usage point",
                        "meter fleets",
                        Cleanup.DELETE,
                        Retention.FOREVER,
                        Map.of(),
                        true))
                .withMessageContaining("is not that of");
        assertThatIllegalArgumentException().isThrownBy(() -> new Retention(0));
    }

    private static TopicContract<Bid> contract(String name, Cleanup cleanup, Retention retention) {
        return new TopicContract<>(
                name,
                Bid.class,
                Bid.getClassSchema(),
                "usage point",
                "meter fleets",
                cleanup,
                retention,
                Map.of(),
                true);
    }

    @ParameterizedTest(name = "{0} partitions, {1} copies, {2} in sync: {3}")
    @CsvSource({
        "0, 1, 1, partitions must be positive",
        "1, 0, 1, replication factor must be in",
        "1, 1, 2, min in-sync replicas must be in",
        "1, 3, 0, min in-sync replicas must be in",
    })
    void settingsThatNoClusterCanHaveAreRefused(int partitions, int copies, int inSync, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicSettings(partitions, copies, inSync))
                .withMessageContaining(why);
    }
}
