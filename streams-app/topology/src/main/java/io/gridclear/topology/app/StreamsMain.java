package io.gridclear.topology.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application as a process of its own: runs until it is told to stop or fails. */
public final class StreamsMain {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsMain.class);

    private StreamsMain() {}

    /**
     * Runs an instance until SIGTERM or Ctrl-C.
     *
     * @return exit code: 0 after a graceful stop, 3 after a failure
     * @throws IOException if the port of health and metrics cannot be had
     */
    public static int run(StreamsSettings settings) throws IOException, InterruptedException {
        return run(settings, Time.SYSTEM);
    }

    private static int run(StreamsSettings settings, Time time) throws IOException, InterruptedException {
        ProcessLocale.set();
        StreamsApplication application = StreamsApplication.start(settings, time);
        Thread hook = new Thread(application::close, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        application.awaitStop();
        boolean failed = application.hasFailed();
        if (failed) {
            LOG.error("the application has stopped after a failure");
            application.close();
        }
        return failed ? 3 : 0;
    }

    /** Settings from the environment and the file that {@code GRIDCLEAR_CONFIG} names; exit code 2 for wrong ones. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(System.getenv(), Time.SYSTEM));
    }

    /**
     * Runs an instance as {@link #main} does.
     *
     * @param time what its gates, windows and commits go by
     * @return exit code: 0 after a graceful stop, 2 for wrong settings, 3 after a failure
     */
    public static int run(Map<String, String> environment, Time time) throws InterruptedException {
        StreamsSettings settings;
        try {
            String file = environment.get("GRIDCLEAR_CONFIG");
            Properties properties = file == null ? new Properties() : StreamsSettings.readFile(Path.of(file));
            settings = StreamsSettings.of(Map.of(), environment::get, properties);
        } catch (IllegalArgumentException e) {
            LOG.error("not started: {}", e.getMessage());
            return 2;
        }
        try {
            return run(settings, time);
        } catch (IOException | KafkaException e) {
            String why = e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")";
            LOG.error("not started: {}{}", e.getMessage(), why);
            return 3;
        }
    }
}
