package io.gridclear.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.AnsweringServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Whose fault is it? What a registry can say, or fail to say, to a look-up; the real server is met in ops/cli. */
class RegistrySchemaLookupTest {

    private static final RegistryRetries THREE_QUICK = new RegistryRetries(3, Duration.ofMillis(1));
    private static final Answer A_STRING = new Answer(200, "{\"schema\":\"\\\"string\\\"\"}");
    private static final Answer NO_SCHEMA = new Answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    private static final Answer NO_SUBJECT =
            new Answer(404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
    private static final Answer NO_REGISTRY_HERE = new Answer(404, "<html>nothing here</html>");
    private static final Answer BROKEN = new Answer(500, "{\"error_code\":50001,\"message\":\"store\"}");
    private static final Answer NO_ENTRY = new Answer(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");

    private static RegistrySchemaLookup lookup(String url) {
        return new RegistrySchemaLookup(List.of(url), Map.of(), THREE_QUICK);
    }

    private static Schema bidSchema() {
        return TopicCatalogue.BIDS.schema();
    }

    @Test
    void aKnownIdHasASchemaThatIsAskedForOnce() {
        try (AnsweringServer server = new AnsweringServer(A_STRING);
                RegistrySchemaLookup lookup = lookup(server.url())) {
            assertThat(lookup.schemaById(7)).isEqualTo(Schema.create(Schema.Type.STRING));
            assertThat(lookup.schemaById(7)).isEqualTo(Schema.create(Schema.Type.STRING));
            assertThat(server.requests()).hasSize(1).allMatch(request -> request.startsWith("GET /schemas/ids/7"));
        }
    }

    @Test
    void anUnknownIdIsTheRecordsFaultAndIsNotAskedForAgain() {
        try (AnsweringServer server = new AnsweringServer(NO_SCHEMA);
                RegistrySchemaLookup lookup = lookup(server.url())) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> lookup.schemaById(99))
                        .isInstanceOf(UnknownSchemaException.class)
                        .hasMessageContaining("99");
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void lookingUpAnIdNeverRegisters() {
        try (AnsweringServer server =
                        new AnsweringServer(new Answer(200, "{\"id\":5,\"subject\":\"s\",\"version\":1}"));
                RegistrySchemaLookup lookup = lookup(server.url())) {
            assertThat(lookup.idOf("market.bids.v1-value", bidSchema())).isEqualTo(5);
            assertThat(server.requests()).containsExactly("POST /subjects/market.bids.v1-value");
        }
    }

    @Test
    void aSchemaThatNobodyRegisteredNamesSubjectAndRemedy() {
        for (Answer answer : List.of(NO_SCHEMA, NO_SUBJECT)) {
            try (AnsweringServer server = new AnsweringServer(answer);
                    RegistrySchemaLookup lookup = lookup(server.url())) {
                assertThatThrownBy(() -> lookup.idOf("market.bids.v1-value", bidSchema()))
                        .isInstanceOf(SchemaNotRegisteredException.class)
                        .hasMessageContaining("market.bids.v1-value")
                        .hasMessageContaining("gridclear schemas register");
            }
        }
    }

    @Test
    void aRegistryThatRecoversIsAskedUntilItDoes() {
        try (AnsweringServer server = new AnsweringServer(BROKEN, BROKEN, A_STRING);
                RegistrySchemaLookup lookup = lookup(server.url())) {
            assertThat(lookup.schemaById(7)).isEqualTo(Schema.create(Schema.Type.STRING));
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void aRegistryThatStaysBrokenIsUnavailableAfterTheLastAttempt() {
        try (AnsweringServer server = new AnsweringServer(BROKEN);
                RegistrySchemaLookup lookup = lookup(server.url())) {
            assertThatThrownBy(() -> lookup.schemaById(7))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining(server.url())
                    .hasMessageContaining("check its address");
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void anAddressWhereNobodyListensIsUnavailable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (RegistrySchemaLookup lookup = lookup("http://127.0.0.1:" + port)) {
            assertThatThrownBy(() -> lookup.idOf("s", bidSchema())).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @Test
    void aServerThatIsNoRegistryIsUnavailableAndNotAnUnknownSchema() {
        try (AnsweringServer server = new AnsweringServer(NO_REGISTRY_HERE);
                RegistrySchemaLookup lookup = lookup(server.url())) {
            assertThatThrownBy(() -> lookup.schemaById(7)).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @Test
    void wrongCredentialsAreNotTriedAgain() {
        try (AnsweringServer server = new AnsweringServer(NO_ENTRY);
                RegistrySchemaLookup lookup = lookup(server.url())) {
            assertThatThrownBy(() -> lookup.schemaById(7)).isInstanceOf(RegistryUnavailableException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void pausesDoubleAndTheirNumberIsBounded() {
        assertThat(RegistryRetries.STANDARD.attempts()).isEqualTo(6);
        assertThat(RegistryRetries.STANDARD.pauseAfter(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(RegistryRetries.STANDARD.pauseAfter(5)).isEqualTo(Duration.ofMillis(1600));
        assertThatThrownBy(() -> new RegistryRetries(0, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
