package io.gridclear.engine.embedded;

import static io.gridclear.engine.embedded.TallyHome.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.engine.light.EngineHashes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chain whose process ends, at the worst moments, and begins again. */
class LastingChainTest {

    @TempDir
    Path directory;

    private final List<TallyHome> homes = TallyHome.homes(4);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void threeBlocks() throws Exception {
        try (EmbeddedChain chain = open()) {
            for (String text : List.of("a", "b", "c")) {
                chain.submit(text(text));
                assertThat(chain.makeBlock()).isTrue();
            }
            assertThat(chain.describe()).contains("a crash of the process");
        }
    }

    @Test
    void goesOnWhereItStood() throws Exception {
        byte[] before = Files.readAllBytes(log());
        try (EmbeddedChain chain = open()) {
            assertThat(chain.height()).isEqualTo(3);
            chain.submit(text("d"));
            assertThat(chain.makeBlock()).isTrue();
            assertThat(chain.lightBlock(4).orElseThrow().header().lastBlockId().hash())
                    .isEqualTo(EngineHashes.header(
                            chain.lightBlock(3).orElseThrow().header()));
        }
        assertThat(Files.readAllBytes(log())).startsWith(before);
        assertThat(homes).allSatisfy(home -> assertThat(home.stored()).containsExactly("a", "b", "c", "d"));
        assertThat(homes).allSatisfy(home -> assertThat(home.executed.get()).isEqualTo(4));
    }

    /** Each bit a replica that had committed the last block when the process ended. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 7, 14})
    void replicasThatHadNotCommittedYetReplayTheLastBlock(int committed) {
        for (int replica = 0; replica < 4; replica++) {
            if ((committed >> replica & 1) == 0) {
                homes.get(replica).loseLastCommit();
            }
        }
        try (EmbeddedChain chain = open()) {
            assertThat(chain.height()).isEqualTo(3);
            assertThat(chain.replicas()).containsOnly(ReplicaState.RUNNING);
        }
        assertThat(homes).allSatisfy(home -> assertThat(home.stored()).containsExactly("a", "b", "c"));
    }

    @Test
    void aBlockThatWasCutOffAnywhereIsMadeAnew() throws Exception {
        byte[] whole = Files.readAllBytes(log());
        int lastAt = startOfLastRecord(whole);
        homes.forEach(TallyHome::loseLastCommit);
        for (int cut = lastAt; cut < whole.length; cut += 1 + (whole.length - lastAt) / 40) {
            Files.write(log(), Arrays.copyOf(whole, cut));
            try (EmbeddedChain chain = open()) {
                assertThat(chain.height()).as("cut at %s", cut).isEqualTo(2);
            }
            assertThat(Files.size(log())).isEqualTo(lastAt);
        }
        // a file that was extended before its bytes arrived
        Files.write(log(), Arrays.copyOf(Arrays.copyOf(whole, lastAt), whole.length));
        try (EmbeddedChain chain = open()) {
            assertThat(chain.height()).isEqualTo(2);
            chain.submit(text("z"));
            assertThat(chain.makeBlock()).isTrue();
        }
        assertThat(homes).allSatisfy(home -> assertThat(home.stored()).containsExactly("a", "b", "z"));
    }

    @Test
    void damageIsNoCrashAndIsLeftAsItIs() throws Exception {
        byte[] whole = Files.readAllBytes(log());
        int lastAt = startOfLastRecord(whole);
        for (int at = 0; at < lastAt; at += 1 + lastAt / 200) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(log(), damaged);
            assertThatThrownBy(this::open).as("byte %s", at).isInstanceOf(IllegalStateException.class);
            assertThat(Files.readAllBytes(log())).isEqualTo(damaged);
        }
    }

    @Test
    void replicasAheadOfTheLogAreKeptOut() throws Exception {
        byte[] whole = Files.readAllBytes(log());
        Files.write(log(), Arrays.copyOf(whole, startOfLastRecord(whole)));
        homes.get(0).loseLastCommit();

        try (EmbeddedChain chain = open()) {
            assertThat(chain.replicas())
                    .containsExactly(
                            ReplicaState.RUNNING, ReplicaState.FAILED, ReplicaState.FAILED, ReplicaState.FAILED);
            assertThat(chain.makeBlock()).isFalse();
            assertThat(chain.condition()).isInstanceOf(ChainCondition.Halted.class);
        }
        assertThat(heard).contains("1 FAILED it stands at height 3, ahead of the log's 2");
    }

    @Test
    void storesWithoutTheirLogAreNoNewChain() throws Exception {
        Files.delete(log());

        assertThatThrownBy(this::open).hasMessageContaining("stands at height 3, but the block log is empty");
    }

    @Test
    void aDirectoryIsOneChainsAndOneProcesss() {
        try (EmbeddedChain chain = open()) {
            assertThatThrownBy(this::open).hasMessageContaining("in use by another chain");
            assertThat(chain.height()).isEqualTo(3);
        }
        EmbeddedChainConfiguration own = EmbeddedChainTest.configuration(4);
        EmbeddedChainConfiguration other =
                EmbeddedChainConfiguration.of("tally-2", own.genesisTimeMs(), own.genesis(), own.validators());
        assertThatThrownBy(() -> EmbeddedChain.inDirectory(
                        directory, other, homes, InstantSource.system(), EmbeddedChainListener.NONE))
                .hasMessageContaining("tally-1");
    }

    @Test
    void anEmptyReplicaReplaysFromTheLogOfAnEarlierProcess() {
        homes.get(2).erase();

        try (EmbeddedChain chain = open()) {
            assertThat(chain.replicas()).containsOnly(ReplicaState.RUNNING);
        }
        assertThat(homes.get(2).stored()).containsExactly("a", "b", "c");
    }

    private EmbeddedChain open() {
        return EmbeddedChain.inDirectory(
                directory,
                EmbeddedChainTest.configuration(4),
                homes,
                InstantSource.system(),
                new EmbeddedChainListener() {
                    @Override
                    public void onReplica(int replica, ReplicaState state, String detail) {
                        heard.add(replica + " " + state + " " + detail);
                    }
                });
    }

    private Path log() {
        return directory.resolve("blocks.log");
    }

    private int startOfLastRecord(byte[] whole) throws IOException {
        int start = 0;
        try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
            for (int at = 0; at < whole.length; ) {
                start = at;
                file.seek(at);
                at += 12 + file.readInt();
            }
        }
        return start;
    }
}
