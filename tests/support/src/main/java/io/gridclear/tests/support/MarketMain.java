package io.gridclear.tests.support;

import io.gridclear.topology.app.StreamsMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The application as it is deployed, but for its clock: each line of standard input says how far that is to be ahead of
 * the machine's, ms.
 */
final class MarketMain {
    private MarketMain() {}

    /** @param args how far the clock is ahead at the start, ms */
    public static void main(String[] args) throws InterruptedException {
        DrivenTime time = new DrivenTime(Long.parseLong(args[0]));
        Thread driver = new Thread(() -> follow(time), "clock");
        driver.setDaemon(true);
        driver.start();
        System.exit(StreamsMain.run(System.getenv(), time));
    }

    /** Ends with the input, which is also closed by whoever stops the process: that is no word about the time. */
    private static void follow(DrivenTime time) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                time.putAhead(Long.parseLong(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the clock cannot be driven any more", e);
        }
    }
}
