package io.gridclear.engine.abci;

import static io.gridclear.engine.abci.ScriptedEngine.flush;
import static io.gridclear.engine.abci.ScriptedEngine.frames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.gridclear.engine.abci.proto.AbciProto.Misbehavior;
import io.gridclear.engine.abci.proto.AbciProto.PublicKey;
import io.gridclear.engine.abci.proto.AbciProto.Request;
import io.gridclear.engine.abci.proto.AbciProto.RequestApplySnapshotChunk;
import io.gridclear.engine.abci.proto.AbciProto.RequestCheckTx;
import io.gridclear.engine.abci.proto.AbciProto.RequestCommit;
import io.gridclear.engine.abci.proto.AbciProto.RequestEcho;
import io.gridclear.engine.abci.proto.AbciProto.RequestExtendVote;
import io.gridclear.engine.abci.proto.AbciProto.RequestFinalizeBlock;
import io.gridclear.engine.abci.proto.AbciProto.RequestInfo;
import io.gridclear.engine.abci.proto.AbciProto.RequestInitChain;
import io.gridclear.engine.abci.proto.AbciProto.RequestListSnapshots;
import io.gridclear.engine.abci.proto.AbciProto.RequestLoadSnapshotChunk;
import io.gridclear.engine.abci.proto.AbciProto.RequestOfferSnapshot;
import io.gridclear.engine.abci.proto.AbciProto.RequestPrepareProposal;
import io.gridclear.engine.abci.proto.AbciProto.RequestProcessProposal;
import io.gridclear.engine.abci.proto.AbciProto.RequestQuery;
import io.gridclear.engine.abci.proto.AbciProto.RequestVerifyVoteExtension;
import io.gridclear.engine.abci.proto.AbciProto.Response;
import io.gridclear.engine.abci.proto.AbciProto.ResponseApplySnapshotChunk;
import io.gridclear.engine.abci.proto.AbciProto.ResponseFinalizeBlock;
import io.gridclear.engine.abci.proto.AbciProto.ResponseOfferSnapshot;
import io.gridclear.engine.abci.proto.AbciProto.ResponseProcessProposal;
import io.gridclear.engine.abci.proto.AbciProto.ResponseVerifyVoteExtension;
import io.gridclear.engine.abci.proto.AbciProto.Validator;
import io.gridclear.engine.abci.proto.AbciProto.ValidatorUpdate;
import io.gridclear.engine.testnet.KeyValueApplication;
import io.gridclear.engine.testnet.MapStore;
import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ledger.application.ReplicatedApplication;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AbciServerTest {
    private static final int MOST_FRAME_BYTES = 100_000;

    @TempDir
    Path directory;

    private final List<LedgerEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChainIsFoundedAndABlockExecuted(boolean unix) throws IOException {
        Recorder application = new Recorder(new KeyValueApplication(new MapStore()));
        try (AbciServer server = serve(application, unix ? unixSocket() : loopback());
                ScriptedEngine engine = ScriptedEngine.connect(server.engineUri())) {
            assertThat(engine.ask(echo("hello")).getEcho().getMessage()).isEqualTo("hello");

            Response info = engine.ask(Request.newBuilder()
                    .setInfo(RequestInfo.getDefaultInstance())
                    .build());
            assertThat(info.getInfo().getLastBlockHeight()).isZero();
            assertThat(info.getInfo().getLastBlockAppHash()).isEqualTo(ByteString.EMPTY);
            assertThat(info.getInfo().getAppVersion()).isEqualTo(1);

            Response founded =
                    engine.ask(Request.newBuilder().setInitChain(founding()).build());
            assertThat(founded.getInitChain().getAppHash().size()).isEqualTo(32);
            assertThat(application.genesis).isEqualTo("genesis".getBytes(StandardCharsets.UTF_8));
            assertThat(application.genesisTimeMs).isEqualTo(1_700_000_000_123L);
            assertThat(application.validators).singleElement().satisfies(validator -> {
                assertThat(validator.publicKey()).isEqualTo(new byte[32]);
                assertThat(validator.power()).isEqualTo(10);
            });

            ByteString good = transaction("set a 1");
            assertThat(engine.ask(check(good)).getCheckTx().getCode()).isZero();
            Response refused = engine.ask(check(transaction("nonsense")));
            assertThat(refused.getCheckTx().getCode()).isEqualTo(1);
            assertThat(refused.getCheckTx().getLog()).isNotEmpty();

            ByteString offender = ByteString.copyFrom(new byte[20]);
            Response finalised = engine.ask(Request.newBuilder()
                    .setFinalizeBlock(RequestFinalizeBlock.newBuilder()
                            .setHeight(1)
                            .setTime(Timestamp.newBuilder()
                                    .setSeconds(1_700_000_001)
                                    .setNanos(999_999_999))
                            .addTxs(good)
                            .addTxs(transaction("nonsense"))
                            .addTxs(transaction("validator " + "00".repeat(32) + " 7"))
                            .addMisbehavior(Misbehavior.newBuilder()
                                    .setType(1)
                                    .setValidator(Validator.newBuilder().setAddress(offender)))
                            .setProposerAddress(ByteString.copyFromUtf8("proposer")))
                    .build());
            ResponseFinalizeBlock block = finalised.getFinalizeBlock();
            assertThat(block.getTxResultsList().stream().map(each -> each.getCode()))
                    .containsExactly(0, 1, 0);
            assertThat(block.getValidatorUpdatesList())
                    .containsExactly(ValidatorUpdate.newBuilder()
                            .setPubKey(PublicKey.newBuilder().setEd25519(ByteString.copyFrom(new byte[32])))
                            .setPower(7)
                            .build());
            assertThat(application.block.height()).isEqualTo(1);
            assertThat(application.block.timeMs()).as("rounded down").isEqualTo(1_700_000_001_999L);
            assertThat(application.block.misbehaviour()).containsExactly(new byte[20]);
            assertThat(application.block.proposer()).isEqualTo("proposer".getBytes(StandardCharsets.UTF_8));

            Response before = engine.ask(get("a"));
            assertThat(before.getQuery().getCode())
                    .as("a query between FinalizeBlock and Commit sees the state before")
                    .isEqualTo(1);
            assertThat(events).as("events before the commit").isEmpty();

            Response committed = engine.ask(commit());
            assertThat(committed.getCommit().getRetainHeight())
                    .as("all blocks stay")
                    .isZero();
            assertThat(events).extracting(LedgerEvent::subject).containsExactly("a");
            Response after = engine.ask(get("a"));
            assertThat(after.getQuery().getValue().toStringUtf8()).isEqualTo("1");
            assertThat(after.getQuery().getHeight()).isEqualTo(1);
            Response again = engine.ask(Request.newBuilder()
                    .setInfo(RequestInfo.getDefaultInstance())
                    .build());
            assertThat(again.getInfo().getLastBlockHeight()).isEqualTo(1);
            assertThat(again.getInfo().getLastBlockAppHash()).isEqualTo(block.getAppHash());
        }
        assertThat(broken).isNotDone();
    }

    @Test
    void proposalsAreFilledAndAccepted() throws IOException {
        try (AbciServer server = serve(application(), unixSocket());
                ScriptedEngine engine = ScriptedEngine.connect(server.engineUri())) {
            ByteString hundred = ByteString.copyFrom(new byte[100]);
            ByteString twoHundred = ByteString.copyFrom(new byte[200]);
            // In a block: a byte for the field, one or two for the length, and the transaction.
            assertThat(proposal(engine, 102 + 203, hundred, twoHundred)).isEqualTo(2);
            assertThat(proposal(engine, 102 + 202, hundred, twoHundred)).isEqualTo(1);
            assertThat(proposal(engine, 101, hundred, twoHundred)).isZero();

            assertThat(engine.ask(Request.newBuilder()
                                    .setProcessProposal(RequestProcessProposal.getDefaultInstance())
                                    .build())
                            .getProcessProposal()
                            .getStatus())
                    .isEqualTo(ResponseProcessProposal.ProposalStatus.ACCEPT);
        }
    }

    @Test
    void snapshotsAndVoteExtensionsAreDeclined() throws IOException {
        try (AbciServer server = serve(application(), unixSocket());
                ScriptedEngine engine = ScriptedEngine.connect(server.engineUri())) {
            Request.Builder request = Request.newBuilder();
            assertThat(engine.ask(request.setListSnapshots(RequestListSnapshots.getDefaultInstance())
                                    .build())
                            .hasListSnapshots())
                    .isTrue();
            assertThat(engine.ask(request.setOfferSnapshot(RequestOfferSnapshot.getDefaultInstance())
                                    .build())
                            .getOfferSnapshot()
                            .getResult())
                    .isEqualTo(ResponseOfferSnapshot.Result.ABORT);
            assertThat(engine.ask(request.setLoadSnapshotChunk(RequestLoadSnapshotChunk.getDefaultInstance())
                                    .build())
                            .getLoadSnapshotChunk()
                            .getChunk())
                    .isEqualTo(ByteString.EMPTY);
            assertThat(engine.ask(request.setApplySnapshotChunk(RequestApplySnapshotChunk.getDefaultInstance())
                                    .build())
                            .getApplySnapshotChunk()
                            .getResult())
                    .isEqualTo(ResponseApplySnapshotChunk.Result.ABORT);
            assertThat(engine.ask(request.setExtendVote(RequestExtendVote.getDefaultInstance())
                                    .build())
                            .hasExtendVote())
                    .isTrue();
            assertThat(engine.ask(request.setVerifyVoteExtension(RequestVerifyVoteExtension.getDefaultInstance())
                                    .build())
                            .getVerifyVoteExtension()
                            .getStatus())
                    .isEqualTo(ResponseVerifyVoteExtension.VerifyStatus.ACCEPT);
        }
    }

    @Test
    void framesMayArriveInPiecesAndInHeaps() throws IOException {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        Request[] script = new Request[200];
        for (int i = 0; i < script.length; i++) {
            script[i] = random.nextInt(4) == 0 ? flush() : echo("x".repeat(random.nextInt(300)) + i);
        }
        script[script.length - 1] = flush();
        byte[] wire = frames(script);
        try (AbciServer server = serve(application(), unixSocket());
                ScriptedEngine engine = ScriptedEngine.connect(server.engineUri())) {
            int sent = 0;
            while (sent < wire.length) {
                int piece = Math.min(wire.length - sent, random.nextInt(10) == 0 ? 2_000 : random.nextInt(1, 4));
                engine.write(Arrays.copyOfRange(wire, sent, sent + piece));
                sent += piece;
            }
            for (Request request : script) {
                Response reply = engine.read();
                assertThat(reply.hasFlush()).as("seed " + seed).isEqualTo(request.hasFlush());
                assertThat(reply.getEcho().getMessage())
                        .isEqualTo(request.getEcho().getMessage());
            }
        }
    }

    @Test
    void nothingIsSentBeforeAFlush() throws Exception {
        Recorder application = new Recorder(new KeyValueApplication(new MapStore()));
        try (AbciServer server = serve(application, unixSocket());
                ScriptedEngine engine = ScriptedEngine.connect(server.engineUri())) {
            engine.write(frames(check(transaction("set a 1"))));
            assertThat(application.checked.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Response> reply = CompletableFuture.supplyAsync(() -> {
                try {
                    return engine.read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(reply).isNotDone();
            engine.write(frames(flush()));
            assertThat(reply.get(20, TimeUnit.SECONDS).hasCheckTx()).isTrue();
        }
    }

    @Test
    void connectionsAreServedApart() throws IOException {
        try (AbciServer server = serve(application(), unixSocket())) {
            List<ScriptedEngine> engines = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                engines.add(ScriptedEngine.connect(server.engineUri()));
            }
            for (int i = 3; i >= 0; i--) {
                assertThat(engines.get(i).ask(echo("to " + i)).getEcho().getMessage())
                        .isEqualTo("to " + i);
            }
            engines.get(0).close();
            assertThat(engines.get(1).ask(echo("still")).getEcho().getMessage()).isEqualTo("still");
            for (ScriptedEngine engine : engines) {
                engine.close();
            }
        }
    }

    @Test
    void oneConnectionTooManyIsClosed() throws IOException {
        try (AbciServer server = serve(application(), unixSocket())) {
            List<ScriptedEngine> engines = new ArrayList<>();
            for (int i = 0; i < AbciServer.MOST_CONNECTIONS; i++) {
                engines.add(ScriptedEngine.connect(server.engineUri()));
                assertThat(engines.get(i).ask(echo("in"))).isNotNull();
            }
            try (ScriptedEngine tooMany = ScriptedEngine.connect(server.engineUri())) {
                assertThat(tooMany.read()).isNull();
            }
            assertThat(engines.get(0).ask(echo("in"))).isNotNull();
            for (ScriptedEngine engine : engines) {
                engine.close();
            }
        }
    }

    @Test
    void onlyOneCallAtATimeIsInTheApplication() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ReplicatedApplication application = new Recorder(new KeyValueApplication(new MapStore())) {
            @Override
            public TransactionResult checkTx(byte[] transaction) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                inside.decrementAndGet();
                return super.checkTx(transaction);
            }
        };
        try (AbciServer server = serve(application, unixSocket())) {
            List<CompletableFuture<Void>> engines = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                engines.add(CompletableFuture.runAsync(() -> {
                    try (ScriptedEngine engine = ScriptedEngine.connect(server.engineUri())) {
                        for (int n = 0; n < 300; n++) {
                            engine.ask(check(transaction("set a 1")));
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
            }
            CompletableFuture.allOf(engines.toArray(new CompletableFuture[0])).get(50, TimeUnit.SECONDS);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void whatIsNoFrameClosesTheConnectionAndNothingElse() throws IOException {
        byte[] tooLong = new byte[5];
        Arrays.fill(tooLong, (byte) 0xff);
        byte[] oneByteTooMuch = varint(MOST_FRAME_BYTES + 1);
        List<byte[]> garbage = List.of(
                new byte[] {0}, // a request without content
                new byte[] {3, (byte) 0xff, (byte) 0xff, (byte) 0xff}, // no protobuf
                new byte[] {3, (byte) 0xaa, 1, 0}, // field 21: InsertTx, which is not spoken here
                oneByteTooMuch,
                tooLong,
                "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        try (AbciServer server = serve(application(), loopback());
                ScriptedEngine bystander = ScriptedEngine.connect(server.engineUri())) {
            for (byte[] bytes : garbage) {
                try (ScriptedEngine engine = ScriptedEngine.connect(server.engineUri())) {
                    engine.write(bytes);
                    if (bytes.length > 10) {
                        engine.write(new byte[300]);
                    }
                    assertThat(engine.read()).as(Arrays.toString(bytes)).isNull();
                }
            }
            assertThat(bystander.ask(echo("unharmed")).getEcho().getMessage()).isEqualTo("unharmed");
        }
        assertThat(broken).isNotDone();
    }

    @Test
    void theLongestFrameIsServed() throws IOException {
        try (AbciServer server = serve(application(), unixSocket());
                ScriptedEngine engine = ScriptedEngine.connect(server.engineUri())) {
            int overhead = echo("x".repeat(50_000)).getSerializedSize() - 50_000;
            Request longest = echo("x".repeat(MOST_FRAME_BYTES - overhead));
            assertThat(longest.getSerializedSize()).isEqualTo(MOST_FRAME_BYTES);
            assertThat(engine.ask(longest).hasEcho()).isTrue();
            engine.write(frames(echo("x".repeat(MOST_FRAME_BYTES - overhead + 1))));
            assertThat(engine.read()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "error", "wrong count", "commit first", "other genesis"})
    void aBrokenApplicationStopsTheServer(String how) throws Exception {
        ReplicatedApplication application = new Recorder(new KeyValueApplication(new MapStore())) {
            @Override
            public BlockResult finalizeBlock(Block block) {
                switch (how) {
                    case "exception" -> throw new IllegalStateException("an invariant");
                    case "error" -> throw new AssertionError("an invariant");
                    default -> {
                        return new BlockResult(List.of(), List.of(), new byte[32], List.of());
                    }
                }
            }
        };
        Request fatal = switch (how) {
            case "commit first" -> commit();
            case "other genesis" ->
                Request.newBuilder()
                        .setInitChain(
                                founding().toBuilder().setAppStateBytes(ByteString.copyFromUtf8("{\"accounts\": []}")))
                        .build();
            default ->
                Request.newBuilder()
                        .setFinalizeBlock(
                                RequestFinalizeBlock.newBuilder().setHeight(1).addTxs(transaction("set a 1")))
                        .build();
        };
        try (AbciServer server = serve(application, unixSocket());
                ScriptedEngine bystander = ScriptedEngine.connect(server.engineUri());
                ScriptedEngine engine = ScriptedEngine.connect(server.engineUri())) {
            bystander.ask(echo("in"));
            Response reply = engine.ask(fatal);
            assertThat(reply.hasException()).isTrue();
            assertThat(reply.getException().getError()).isNotEmpty();
            assertThat(engine.read()).isNull();
            assertThat(bystander.read()).isNull();
            Throwable cause = broken.get(20, TimeUnit.SECONDS);
            assertThat(server.failure()).containsSame(cause);
            assertThatThrownBy(() -> ScriptedEngine.connect(server.engineUri())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aListenerThatFailsBreaksNothing() throws IOException {
        try (AbciServer server = AbciServer.start(
                        unixSocket(),
                        application(),
                        happened -> {
                            throw new IllegalStateException("a metric");
                        },
                        broken::complete);
                ScriptedEngine engine = ScriptedEngine.connect(server.engineUri())) {
            engine.ask(Request.newBuilder().setInitChain(founding()).build());
            engine.ask(Request.newBuilder()
                    .setFinalizeBlock(
                            RequestFinalizeBlock.newBuilder().setHeight(1).addTxs(transaction("set a 1")))
                    .build());
            assertThat(engine.ask(commit()).hasCommit()).isTrue();
            assertThat(engine.ask(get("a")).getQuery().getValue().toStringUtf8())
                    .isEqualTo("1");
        }
    }

    @Test
    void aClosedServerLeavesNothingBehind() throws IOException {
        Path socket = directory.resolve("abci.sock");
        AbciServer server = serve(application(), UnixDomainSocketAddress.of(socket));
        assertThat(socket).exists();
        try (ScriptedEngine engine = ScriptedEngine.connect(server.engineUri())) {
            engine.ask(echo("in"));
            server.close();
            assertThat(engine.read()).isNull();
        }
        assertThat(Files.exists(socket)).isFalse();
        server.close();
    }

    @Test
    void listensOnLoopbackOnly() throws IOException {
        InetSocketAddress everywhere = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0);
        assertThatThrownBy(() -> serve(application(), everywhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not on loopback");
    }

    private AbciServer serve(ReplicatedApplication application, SocketAddress address) throws IOException {
        return AbciServer.start(address, application, events::addAll, broken::complete, MOST_FRAME_BYTES);
    }

    private static ReplicatedApplication application() {
        return new KeyValueApplication(new MapStore());
    }

    private SocketAddress unixSocket() {
        return UnixDomainSocketAddress.of(directory.resolve("abci.sock"));
    }

    private static SocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static RequestInitChain founding() {
        return RequestInitChain.newBuilder()
                .setChainId("chain")
                .setInitialHeight(1)
                .setTime(Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(123_999_999))
                .addValidators(ValidatorUpdate.newBuilder()
                        .setPubKey(PublicKey.newBuilder().setEd25519(ByteString.copyFrom(new byte[32])))
                        .setPower(10))
                .setAppStateBytes(ByteString.copyFromUtf8(
                        '"' + Base64.getEncoder().encodeToString("genesis".getBytes(StandardCharsets.UTF_8)) + '"'))
                .build();
    }

    private static int proposal(ScriptedEngine engine, long mostBytes, ByteString... transactions) throws IOException {
        return engine.ask(Request.newBuilder()
                        .setPrepareProposal(RequestPrepareProposal.newBuilder()
                                .setMaxTxBytes(mostBytes)
                                .addAllTxs(List.of(transactions)))
                        .build())
                .getPrepareProposal()
                .getTxsCount();
    }

    private static Request echo(String message) {
        return Request.newBuilder()
                .setEcho(RequestEcho.newBuilder().setMessage(message))
                .build();
    }

    private static Request check(ByteString transaction) {
        return Request.newBuilder()
                .setCheckTx(RequestCheckTx.newBuilder().setTx(transaction))
                .build();
    }

    private static Request commit() {
        return Request.newBuilder()
                .setCommit(RequestCommit.getDefaultInstance())
                .build();
    }

    private static Request get(String key) {
        return Request.newBuilder()
                .setQuery(RequestQuery.newBuilder().setPath("/get").setData(ByteString.copyFromUtf8(key)))
                .build();
    }

    private static ByteString transaction(String words) {
        return ByteString.copyFromUtf8(words);
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        while (left >= 0x80) {
            out.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        out.write(left);
        return out.toByteArray();
    }

    /** Remembers what it was called with. */
    private static class Recorder implements ReplicatedApplication {
        private final ReplicatedApplication inner;
        final CountDownLatch checked = new CountDownLatch(1);
        byte[] genesis;
        long genesisTimeMs;
        List<ValidatorPower> validators;
        Block block;

        Recorder(ReplicatedApplication inner) {
            this.inner = inner;
        }

        @Override
        public Info info() {
            return inner.info();
        }

        @Override
        public Founded initChain(String chainId, long timeMs, byte[] bytes, List<ValidatorPower> powers) {
            genesis = bytes;
            genesisTimeMs = timeMs;
            validators = powers;
            return inner.initChain(chainId, timeMs, bytes, powers);
        }

        @Override
        public TransactionResult checkTx(byte[] transaction) {
            checked.countDown();
            return inner.checkTx(transaction);
        }

        @Override
        public BlockResult finalizeBlock(Block given) {
            block = given;
            return inner.finalizeBlock(given);
        }

        @Override
        public void commit() {
            inner.commit();
        }

        @Override
        public QueryAnswer query(String path, byte[] data) {
            return inner.query(path, data);
        }
    }
}
