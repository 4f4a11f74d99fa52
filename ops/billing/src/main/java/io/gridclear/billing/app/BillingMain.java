package io.gridclear.billing.app;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Billing as a process of its own: runs until it is told to stop or fails. */
public final class BillingMain {

    private static final Logger LOG = LoggerFactory.getLogger(BillingMain.class);

    private BillingMain() {}

    /**
     * Runs billing until SIGTERM or Ctrl-C, with settings from the environment and the file that {@code GRIDCLEAR_CONFIG}
     * names.
     *
     * @return exit code: 0 after a graceful stop, 2 for settings that cannot be, 3 after a failure
     */
    public static int run(Function<String, @Nullable String> environment) throws InterruptedException {
        BillingSettings settings;
        try {
            settings = BillingSettings.of(Map.of(), environment, BillingSettings.file(environment));
        } catch (IllegalArgumentException e) {
            LOG.error("not started: {}", e.getMessage());
            return 2;
        }
        try {
            BillingApplication application = BillingApplication.start(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(application::close, "stop"));
            application.awaitStop();
            boolean failed = application.hasFailed();
            if (failed) {
                application.close();
            }
            return failed ? 3 : 0;
        } catch (IOException e) {
            LOG.error("not started: {}", e.getMessage());
            return 3;
        }
    }

    /** Exit code as above. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(System::getenv));
    }
}
