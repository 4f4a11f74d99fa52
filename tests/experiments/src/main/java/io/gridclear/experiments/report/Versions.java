package io.gridclear.experiments.report;

import io.gridclear.market.rules.MarketTerms;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What a result was made with. */
public final class Versions {

    private Versions() {}

    /** Program, rules of the kernel, Java. */
    public static String line() {
        return "gridclear " + program() + ", market rules " + MarketTerms.RULE_VERSION + ", Java "
                + Runtime.version().feature() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }

    private static String program() {
        Properties build = new Properties();
        try (InputStream file = Versions.class.getResourceAsStream("build.properties")) {
            if (file == null) {
                throw new IllegalStateException("build.properties is missing from the jar");
            }
            build.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version");
    }
}
