package io.gridclear.bridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.auction.InvariantViolation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DutyLoopTest {

    private static DutyLoop.Duty duty(Runnable turn, AtomicInteger closed) {
        return new DutyLoop.Duty() {
            @Override
            public void turn() {
                turn.run();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Test
    void aDutyThatFailsIsReplacedByANewOne() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        CountDownLatch turned = new CountDownLatch(1);
        DutyLoop loop = new DutyLoop("test", () -> {
            int number = made.incrementAndGet();
            return duty(
                    () -> {
                        if (number == 1) {
                            throw new IllegalStateException("the world fails");
                        }
                        turned.countDown();
                    },
                    closed);
        });
        loop.start();
        assertThat(turned.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(loop.isAlive()).isTrue();
        loop.close();
        assertThat(loop.state()).isEqualTo(DutyLoop.State.STOPPED);
        assertThat(made).hasValue(2);
        assertThat(closed).hasValue(2);
    }

    @Test
    void aBrokenInvariantStopsItAtOnce() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        DutyLoop loop = new DutyLoop("test", () -> {
            made.incrementAndGet();
            return duty(
                    () -> {
                        throw new InvariantViolation("one and one are three");
                    },
                    new AtomicInteger());
        });
        loop.start();
        loop.awaitEnd();
        assertThat(loop.state()).isEqualTo(DutyLoop.State.FAILED);
        assertThat(loop.isAlive()).isFalse();
        assertThat(made).hasValue(1);
    }

    @Test
    void healthSaysWhatTheLoopDoes() throws Exception {
        CountDownLatch turned = new CountDownLatch(1);
        DutyLoop loop = new DutyLoop("test", () -> duty(turned::countDown, new AtomicInteger()));
        try (StatusServer server = StatusServer.start("127.0.0.1", 0, loop, () -> "a_metric 1\n")) {
            assertThat(status(server, "health/ready")).isEqualTo(503);
            assertThat(status(server, "health/live")).isEqualTo(200);
            loop.start();
            assertThat(turned.await(30, TimeUnit.SECONDS)).isTrue();
            while (!loop.isReady()) {
                Thread.onSpinWait();
            }
            assertThat(status(server, "health/ready")).isEqualTo(200);
            assertThat(status(server, "metrics")).isEqualTo(200);
            loop.close();
            assertThat(status(server, "health/live")).isEqualTo(503);
        }
    }

    private static int status(StatusServer server, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/" + path))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
