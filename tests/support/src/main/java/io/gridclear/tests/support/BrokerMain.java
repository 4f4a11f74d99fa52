package io.gridclear.tests.support;

import io.gridclear.ops.stack.BrokerOptions;
import io.gridclear.ops.stack.EmbeddedBroker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/** The embedded broker in a JVM of its own, where it can be killed. Ends when its standard input does. */
final class BrokerMain {
    /** A dead member of a group is missed after 10 s, under the streams protocol as under the classic one. */
    private static final Map<String, String> QUICK_SESSIONS =
            Map.of("group.streams.session.timeout.ms", "10000", "group.streams.heartbeat.interval.ms", "3000");

    private BrokerMain() {}

    /** @param args data directory and port */
    public static void main(String[] args) throws IOException {
        EmbeddedBroker.start(new BrokerOptions(Path.of(args[0]), Integer.parseInt(args[1]), QUICK_SESSIONS));
        System.in.transferTo(OutputStream.nullOutputStream());
        // the tests are gone, and with them whoever would read what is left
        Runtime.getRuntime().halt(0);
    }
}
