package io.gridclear.ops.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.serde.ContractSerdes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

    private static final String TOPIC = TopicCatalogue.BIDS.name();

    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final RecordJson json = new RecordJson(serdes.genericDeserializer());

    @Test
    void aRecordIsOneLineWithTheFieldsOfItsSchema() {
        Bid bid = Bid.newBuilder()
                .setUsagePointMrid("up \"7\"\n")
                .setOrderId("o-1")
                .setRevision(2)
                .setSide(Side.SELL)
                .setPeriodStart(Instant.ofEpochMilli(1_750_000_500_000L))
                .setQuantityWh(9_007_199_254_740_993L)
                .setPrice(500_000)
                .setLimitPrice(null)
                .setCreatedAt(Instant.ofEpochMilli(5))
                .setSignature(ByteBuffer.wrap(new byte[] {0, (byte) 0xFF, 16}))
                .build();

        assertThat(line(utf8("up"), serdes.serializer(TopicCatalogue.BIDS).serialize(TOPIC, bid)))
                .isEqualTo("{\"topic\":\"market.bids.v1\",\"partition\":3,\"offset\":42,\"timestamp\":1700000000000,"
                        + "\"key\":\"up\",\"value\":{\"usagePointMrid\":\"up \\\"7\\\"\\n\",\"orderId\":\"o-1\","
                        + "\"revision\":2,\"side\":\"SELL\",\"periodStart\":1750000500000,"
                        + "\"quantityWh\":9007199254740993,\"price\":500000,\"limitPrice\":null,\"createdAt\":5,"
                        + "\"signature\":\"AP8Q\"}}\n");
    }

    @Test
    void aTombstoneHasAValueOfNull() {
        assertThat(line(utf8("up"), null)).endsWith("\"key\":\"up\",\"value\":null}\n");
    }

    @Test
    void aRecordWithoutAKeyHasAKeyOfNull() {
        assertThat(line(null, null)).contains("\"key\":null");
    }

    @Test
    void aKeyThatIsNoTextIsBase64() {
        assertThat(line(new byte[] {(byte) 0xFF}, null)).contains("\"key\":{\"base64\":\"/w==\"}");
    }

    @Test
    void garbageIsShownWithItsReasonAndBytes() {
        assertThat(line(utf8("up"), utf8("not a record")))
                .contains("\"undecodable\":\"BAD_MAGIC: the first byte is 110, not 0\"")
                .endsWith("\"valueBase64\":\"bm90IGEgcmVjb3Jk\"}\n");
    }

    @Test
    void anUnknownSchemaIsAFaultOfTheRecord() {
        assertThat(line(utf8("up"), new byte[] {0, 0, 0, 9, 9, 1})).contains("\"undecodable\":\"UNKNOWN_SCHEMA_ID: ");
    }

    @Test
    void headersAreShownInOrder() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("reason", utf8("BAD_MAGIC"))
                .add("raw", new byte[] {(byte) 0xFF})
                .add("reason", null);

        assertThat(line(utf8("up"), null, headers))
                .endsWith(
                        "\"headers\":[{\"reason\":\"BAD_MAGIC\"},{\"raw\":{\"base64\":\"/w==\"}},{\"reason\":null}]}\n");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNoFaultOfTheRecord() {
        RecordJson withoutRegistry = new RecordJson((topic, bytes) -> {
            throw new RegistryUnavailableException("no answer", new IOException());
        });
        ConsumerRecord<byte[], byte[]> kafkaRecord = kafkaRecord(null, utf8("x"), new RecordHeaders());

        assertThatThrownBy(() -> withoutRegistry.line(kafkaRecord)).isInstanceOf(RegistryUnavailableException.class);
    }

    private String line(byte[] key, byte[] value) {
        return line(key, value, new RecordHeaders());
    }

    private String line(byte[] key, byte[] value, Headers headers) {
        return new String(json.line(kafkaRecord(key, value, headers)), StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> kafkaRecord(byte[] key, byte[] value, Headers headers) {
        return new ConsumerRecord<>(
                TOPIC,
                3,
                42,
                1_700_000_000_000L,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
