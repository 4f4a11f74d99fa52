package io.gridclear.bridge.app;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bridge as a process of its own: runs until it is told to stop or fails. */
public final class BridgeMain {

    private static final Logger LOG = LoggerFactory.getLogger(BridgeMain.class);

    private BridgeMain() {}

    /**
     * Runs a bridge until SIGTERM or Ctrl-C.
     *
     * @param chains opens the chain that the settings name
     * @return exit code: 0 after a graceful stop, 2 for settings that cannot be, 3 after a failure
     */
    public static int run(BridgeSettings settings, ChainFactory chains) throws InterruptedException {
        try (Chain chain = chains.open(settings.chain())) {
            BridgeApplication application =
                    BridgeApplication.start(settings, chain, KeyFiles.read(settings.operatorKey()));
            Runtime.getRuntime().addShutdownHook(new Thread(application::close, "stop"));
            application.awaitStop();
            boolean failed = application.hasFailed();
            if (failed) {
                application.close();
            }
            return failed ? 3 : 0;
        } catch (IllegalArgumentException e) {
            LOG.error("not started: {}", e.getMessage());
            return 2;
        } catch (IOException | ChainUnavailableException e) {
            LOG.error("not started: {}", e.getMessage());
            return 3;
        }
    }

    /** Settings from the environment and the file that {@code GRIDCLEAR_CONFIG} names; otherwise as above. */
    public static int run(Function<String, @Nullable String> environment, ChainFactory chains)
            throws InterruptedException {
        BridgeSettings settings;
        try {
            settings = BridgeSettings.of(Map.of(), environment, SettingsReader.file(environment));
        } catch (IllegalArgumentException e) {
            LOG.error("not started: {}", e.getMessage());
            return 2;
        }
        return run(settings, chains);
    }

    /** On a chain of CometBFT nodes; exit code as above. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(System::getenv, new CometChains()));
    }
}
