package io.gridclear.engine.embedded;

import static io.gridclear.engine.embedded.TallyHome.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.embedded.ChainCondition.Broken;
import io.gridclear.engine.embedded.ChainCondition.Closed;
import io.gridclear.engine.embedded.ChainCondition.Halted;
import io.gridclear.engine.embedded.ChainCondition.Running;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.light.CommitFlags;
import io.gridclear.engine.light.LightVerdict.Verified;
import io.gridclear.engine.light.LightVerifier;
import io.gridclear.engine.light.SignedChain;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.light.ValidatorSet;
import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The chain driven block by block on a clock of the test's, and on its own thread. */
class EmbeddedChainTest {

    static final long GENESIS_MS = 1_800_000_000_000L;

    private final AtomicLong nowMs = new AtomicLong(GENESIS_MS + 10);
    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs.get());
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<TallyHome> homes = TallyHome.homes(4);
    private EmbeddedChain chain = EmbeddedChain.inMemory(configuration(4), homes, clock, listener());

    @AfterEach
    void close() {
        chain.close();
    }

    static EmbeddedChainConfiguration configuration(int validators) {
        List<ValidatorPower> powers = IntStream.range(0, validators)
                .mapToObj(i -> new ValidatorPower(SignedChain.key(i).publicKey(), 10))
                .toList();
        return EmbeddedChainConfiguration.of("tally-1", GENESIS_MS, new byte[] {1}, powers)
                .withIntervals(0, 60_000);
    }

    private EmbeddedChainListener listener() {
        return new EmbeddedChainListener() {
            @Override
            public void onReplica(int replica, ReplicaState state, String detail) {
                heard.add("replica " + replica + " " + state + " " + detail);
            }

            @Override
            public void onCondition(ChainCondition condition) {
                heard.add(condition.toString());
            }
        };
    }

    private void use(int validators, List<TallyHome> others) {
        chain.close();
        chain = EmbeddedChain.inMemory(configuration(validators), others, clock, listener());
    }

    @Test
    void everyReplicaExecutesEveryBlockInTheOrderOfTheMempool() throws Exception {
        for (String text : List.of("a", "b", "c")) {
            assertThat(chain.submit(text(text)).isAccepted()).isTrue();
        }
        assertThat(chain.makeBlock()).isTrue();

        assertThat(chain.height()).isEqualTo(1);
        assertThat(homes).allSatisfy(home -> assertThat(home.stored()).containsExactly("a", "b", "c"));
        assertThat(answer()).isEqualTo("a,b,c");
        assertThat(chain.makeBlock()).isTrue();
        assertThat(answer()).isEqualTo("a,b,c");
    }

    @Test
    void blocksFollowFromEachOtherAsALightClientWantsIt() throws Exception {
        for (int height = 1; height <= 6; height++) {
            chain.submit(text("text " + height));
            nowMs.addAndGet(height % 2 == 0 ? -5_000 : 1_000);
            assertThat(chain.makeBlock()).isTrue();
        }

        LightVerifier verifier = new LightVerifier(SignedChain.ED25519);
        TrustedState genesis = TrustedState.of(block(1));
        TrustedState trusted = genesis;
        for (long height = 2; height <= 6; height++) {
            LightBlock block = block(height);
            assertThat(verifier.verify(genesis, block)).isInstanceOf(Verified.class);
            trusted = ((Verified) verifier.verify(trusted, block)).state();
            assertThat(block.header().lastBlockId().hash())
                    .isEqualTo(block(height - 1).commit().blockId().hash());
        }
        assertThat(chain.lightBlock(0)).isEmpty();
        assertThat(chain.lightBlock(7)).isEmpty();
    }

    @Test
    void blocksSayWhichTransactionsTheyHave() throws Exception {
        chain.submit(text("one"));
        chain.submit(text("two"));
        chain.makeBlock();
        chain.submit(text("three"));
        chain.makeBlock();

        assertThat(chain.transactions(1).orElseThrow()).containsExactly(text("one"), text("two"));
        assertThat(chain.transactions(2).orElseThrow()).containsExactly(text("three"));
        assertThat(chain.transactions(0)).isEmpty();
        assertThat(chain.transactions(3)).isEmpty();
    }

    @Test
    void validatorsProposeInTurnAndOneThatDoesNotRunCostsARound() throws Exception {
        List<byte[]> proposers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            chain.makeBlock();
            proposers.add(block(chain.height()).header().proposerAddress());
            assertThat(block(chain.height()).commit().round()).isZero();
        }
        assertThat(proposers).usingElementComparator(Arrays::compareUnsigned).doesNotHaveDuplicates();

        chain.stop(2);
        int rounds = 0;
        for (int i = 0; i < 4; i++) {
            chain.makeBlock();
            LightBlock block = block(chain.height());
            rounds += block.commit().round();
            assertThat(block.header().proposerAddress())
                    .isNotEqualTo(SignedChain.key(2).address());
            assertThat(block.commit().signatures().stream().filter(s -> s.flag() == CommitFlags.ABSENT))
                    .hasSize(1);
        }
        assertThat(rounds).isEqualTo(1);
    }

    @Test
    void changesOfTheValidatorSetActTwoHeightsLater() throws Exception {
        use(4, TallyHome.homes(6));
        chain.submit(text("power 4 10"));
        chain.submit(text("power 0 0"));
        for (int i = 0; i < 4; i++) {
            chain.makeBlock();
        }

        ValidatorSet old = new SignedChain().set(0, 1, 2, 3);
        ValidatorSet young = new SignedChain().set(1, 2, 3, 4);
        assertThat(block(2).header().validatorsHash()).isEqualTo(old.hash());
        assertThat(block(2).header().nextValidatorsHash()).isEqualTo(young.hash());
        assertThat(block(3).header().validatorsHash()).isEqualTo(young.hash());
        assertThat(block(3).commit().signatures()).allMatch(s -> s.flag() == CommitFlags.FOR_BLOCK);
    }

    @Test
    void aSetThatTheEngineWouldHaltOnStopsTheChainBeforeItIsWritten() throws Exception {
        chain.submit(text("power 9 0"));

        assertThat(chain.makeBlock()).isFalse();

        assertThat(chain.condition()).isInstanceOf(Broken.class);
        assertThat(chain.condition().toString()).contains("no member");
        assertThat(homes).allSatisfy(home -> assertThat(home.storedHeight()).isZero());
    }

    @Test
    void aReplicaThatComputesSomethingElseStopsTheChainLoudlyAndByName() throws Exception {
        chain.submit(text("a"));
        chain.makeBlock();
        chain.submit(text("lie 2"));

        assertThat(chain.makeBlock()).isFalse();

        assertThat(((Broken) chain.condition()).reason())
                .contains("height 2", "replicas [2]", "replicas [0, 1, 3]", "application hash");
        assertThat(heard).anyMatch(line -> line.startsWith("Broken"));
        assertThat(homes).allSatisfy(home -> assertThat(home.stored()).containsExactly("a"));
        assertThat(chain.height()).isEqualTo(1);
        assertThat(chain.makeBlock()).isFalse();
        assertThatThrownBy(() -> chain.submit(text("b")))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessageContaining("different results");
    }

    @Test
    void aReplicaThatThrowsStaysOutAndTheOthersGoOn() throws Exception {
        chain.submit(text("fail 1"));
        assertThat(chain.makeBlock()).isTrue();

        assertThat(chain.replicas())
                .containsExactly(ReplicaState.RUNNING, ReplicaState.FAILED, ReplicaState.RUNNING, ReplicaState.RUNNING);
        assertThat(heard).contains("replica 1 FAILED this replica fails on purpose");
        assertThat(homes.get(1).storedHeight()).isZero();
        assertThat(homes.get(0).storedHeight()).isEqualTo(1);
    }

    @Test
    void aReplicaWhoseCommitFailsComesBackFromItsStoreAndTheLog() throws Exception {
        homes.get(3).failsAtCommit = true;
        chain.submit(text("a"));
        assertThat(chain.makeBlock()).isTrue();
        assertThat(chain.replicas().get(3)).isEqualTo(ReplicaState.FAILED);

        chain.restart(3);

        awaitState(3, ReplicaState.RUNNING);
        assertThat(homes.get(3).stored()).containsExactly("a");
        assertThat(homes.get(3).foundings.get())
                .as("at the start, and again at height 0")
                .isEqualTo(2);
    }

    @Test
    void withAThirdDownItHaltsAndSaysSoAndGoesOnWhenEnoughAreBack() throws Exception {
        chain.stop(0);
        assertThat(chain.makeBlock()).isTrue();
        chain.pause(1);
        chain.submit(text("waits"));

        assertThat(chain.makeBlock()).isFalse();
        assertThat(((Halted) chain.condition()).reason())
                .contains("20 of 40", SignedChain.key(0).toString().substring("validator ".length()));
        assertThat(chain.height()).isEqualTo(1);

        chain.restart(1);
        awaitState(1, ReplicaState.RUNNING);
        assertThat(chain.makeBlock()).isTrue();
        assertThat(chain.condition()).isInstanceOf(Running.class);
        assertThat(homes.get(1).stored()).containsExactly("waits");
    }

    @Test
    void aStoppedReplicaCatchesUpFromTheLogAndAnEmptyOneReplaysAll() throws Exception {
        chain.submit(text("a"));
        chain.makeBlock();
        chain.stop(2);
        for (String text : List.of("b", "c", "d")) {
            chain.submit(text(text));
            chain.makeBlock();
        }
        assertThat(homes.get(2).stored()).containsExactly("a");

        chain.restart(2);
        awaitState(2, ReplicaState.RUNNING);
        assertThat(homes.get(2).stored()).containsExactly("a", "b", "c", "d");
        assertThat(homes.get(2).executed.get()).isEqualTo(4);

        chain.stop(2);
        chain.restartEmpty(2);
        awaitState(2, ReplicaState.RUNNING);
        assertThat(homes.get(2).stored()).containsExactly("a", "b", "c", "d");
        assertThat(homes.get(2).executed.get()).isEqualTo(8);
        assertThat(homes.get(2).foundings.get()).isEqualTo(2);
    }

    @Test
    void aReplicaWithAnotherStateIsKeptOutByName() throws Exception {
        chain.submit(text("a"));
        chain.makeBlock();
        chain.stop(2);
        homes.get(2).corrupt();

        chain.restart(2);

        awaitState(2, ReplicaState.FAILED);
        assertThat(heard).anyMatch(line -> line.startsWith("replica 2 FAILED at height 1 it has the application hash"));
        chain.submit(text("b"));
        assertThat(chain.makeBlock()).isTrue();
        chain.restartEmpty(2);
        awaitState(2, ReplicaState.RUNNING);
    }

    @Test
    void answersComeFromAnotherReplicaWhenTheFirstIsStopped() throws Exception {
        chain.submit(text("a"));
        chain.makeBlock();
        chain.stop(0);
        assertThat(answer()).isEqualTo("a");

        chain.stop(1);
        chain.stop(2);
        chain.stop(3);
        assertThatThrownBy(() -> chain.query("", new byte[0]))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessageContaining("no replica runs");
    }

    @Test
    void theMempoolIsBoundedKeepsOneOfEachAndRefusesWithoutKeeping() throws Exception {
        chain.close();
        chain = EmbeddedChain.inMemory(configuration(4).withBounds(10, 6, 3), homes, clock, listener());

        assertThat(chain.submit(text("no")).code()).isEqualTo(7);
        assertThat(chain.submit(text("1234567")).code()).isEqualTo(EmbeddedChain.TOO_LARGE);
        assertThat(chain.submit(text("123456")).isAccepted()).isTrue();
        assertThat(chain.submit(text("123456")).detail()).isEqualTo("waits already");
        chain.submit(text("abcd"));
        chain.submit(text("e"));
        assertThatThrownBy(() -> chain.submit(text("f")))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessageContaining("mempool is full");

        chain.makeBlock();
        assertThat(answer()).as("10 bytes fit").isEqualTo("123456,abcd");
        chain.makeBlock();
        assertThat(answer()).isEqualTo("123456,abcd,e");
    }

    @Test
    void whatABlockMadeUnacceptableIsDroppedBeforeTheNext() throws Exception {
        chain.close();
        chain = EmbeddedChain.inMemory(configuration(4).withBounds(12, 12, 10), homes, clock, listener());
        chain.submit(text("once a"));
        chain.makeBlock();
        assertThat(chain.submit(text("once a")).code()).isEqualTo(7);
        chain.submit(text("fill the 12"));
        chain.submit(text("once b"));
        chain.submit(text("once c"));
        chain.makeBlock();
        chain.makeBlock();
        chain.makeBlock();

        assertThat(answer()).isEqualTo("once a,fill the 12,once b,once c");
    }

    @Test
    void aFoundingThatTheApplicationRefusesIsAnErrorAndClosesEverything() {
        List<ReplicaHome> refusing = List.of(new ReplicaHome() {
            private final TallyHome home = new TallyHome(0);

            @Override
            public ValidatorKey key() {
                return home.key();
            }

            @Override
            public ReplicatedApplication open() {
                throw new IllegalArgumentException("a genesis without candidates");
            }

            @Override
            public void close() {}

            @Override
            public void erase() {}
        });

        assertThatThrownBy(() -> EmbeddedChain.inMemory(configuration(1), refusing, clock, listener()))
                .hasMessageContaining("replica 0")
                .hasMessageContaining("a genesis without candidates");
    }

    @Test
    void onItsOwnThreadItMakesABlockWhenOneIsDueAndNoneOtherwise() throws Exception {
        chain.close();
        chain = EmbeddedChain.inMemory(configuration(4), homes, InstantSource.system(), listener())
                .start();
        // the state before the first block is signed by one
        await().atMost(Duration.ofSeconds(20)).until(() -> chain.height() >= 1);
        long quiet = chain.height();
        chain.submit(text("a"));
        await().atMost(Duration.ofSeconds(20)).until(() -> chain.height() >= quiet + 2);
        assertThat(answer()).isEqualTo("a");

        // the block after that signs the new state, and with it all is said until the empty-block interval has passed
        long settled = chain.height();
        assertThat(settled).isEqualTo(quiet + 2);
        assertThat(block(settled).header().appHash())
                .isNotEqualTo(block(settled - 1).header().appHash());
    }

    @Test
    void emptyBlocksComeAtTheirInterval() {
        chain.close();
        chain = EmbeddedChain.inMemory(configuration(4).withIntervals(0, 20), homes, InstantSource.system(), listener())
                .start();

        await().atMost(Duration.ofSeconds(20)).until(() -> chain.height() >= 5);
        assertThat(homes.get(0).stored()).isEmpty();
    }

    @Test
    void onItsOwnThreadItHaltsWithoutABlockAndGoesOnWhenAReplicaIsBack() throws Exception {
        chain.close();
        chain = EmbeddedChain.inMemory(configuration(4), homes, InstantSource.system(), listener())
                .start();
        chain.stop(0);
        chain.stop(1);
        chain.submit(text("a"));
        await().atMost(Duration.ofSeconds(20)).until(() -> chain.condition() instanceof Halted);
        chain.restartEmpty(1);
        await().atMost(Duration.ofSeconds(20)).until(() -> homes.get(1).stored().contains("a"));
        assertThat(chain.condition()).isInstanceOf(Running.class);
    }

    @Test
    void faultsAtRandomUnderLoadLoseAndDoubleNothing() throws Exception {
        long seed = 77;
        Random random = new Random(seed);
        chain.close();
        chain = EmbeddedChain.inMemory(configuration(4), homes, InstantSource.system(), listener())
                .start();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String text = "once " + i;
            sent.add(text);
            chain.submit(text(text));
            int replica = 1 + random.nextInt(3);
            ReplicaState state = chain.replicas().get(replica);
            boolean othersRun = IntStream.range(0, 4)
                    .filter(r -> r != replica)
                    .allMatch(r -> chain.replicas().get(r) == ReplicaState.RUNNING);
            if (state == ReplicaState.RUNNING && othersRun && random.nextInt(4) == 0) {
                if (random.nextBoolean()) {
                    chain.stop(replica);
                } else {
                    chain.pause(replica);
                }
            } else if (state == ReplicaState.STOPPED && random.nextInt(3) == 0) {
                chain.restartEmpty(replica);
            } else if (state == ReplicaState.STOPPED || state == ReplicaState.PAUSED) {
                chain.restart(replica);
            }
        }
        for (int replica = 1; replica < 4; replica++) {
            ReplicaState state = chain.replicas().get(replica);
            if (state == ReplicaState.STOPPED || state == ReplicaState.PAUSED) {
                chain.restart(replica);
            }
        }
        await("seed " + seed)
                .atMost(Duration.ofSeconds(60))
                .until(() -> homes.stream().allMatch(home -> home.stored().size() == sent.size()));
        assertThat(homes)
                .as("seed %s", seed)
                .allSatisfy(home -> assertThat(home.stored()).isEqualTo(sent));
        assertThat(heard).noneMatch(line -> line.contains("FAILED"));
    }

    @Test
    void saysPlainlyWhatItIsNot() {
        assertThat(chain.describe()).contains("Not Byzantine fault tolerant", "one process", "ends with the process");
    }

    @Test
    void afterItIsClosedNothingHappensAnyMore() throws Exception {
        chain.submit(text("a"));
        chain.close();
        chain.close();

        assertThat(chain.condition()).isInstanceOf(Closed.class);
        assertThat(chain.makeBlock()).isFalse();
        assertThatThrownBy(() -> chain.submit(text("b"))).isInstanceOf(ChainUnavailableException.class);
    }

    private LightBlock block(long height) throws ChainUnavailableException {
        return chain.lightBlock(height).orElseThrow();
    }

    private String answer() throws ChainUnavailableException {
        return new String(chain.query("", new byte[0]).value(), StandardCharsets.UTF_8);
    }

    private void awaitState(int replica, ReplicaState state) {
        await().atMost(Duration.ofSeconds(20)).until(() -> chain.replicas().get(replica) == state);
    }
}
