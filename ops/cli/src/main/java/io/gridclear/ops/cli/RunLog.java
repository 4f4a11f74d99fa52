package io.gridclear.ops.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The log of one run: a file, so that the terminal stays clean. It is opened when a command that logs begins, or when
 * there is a bug to write down; a command that does neither leaves no file.
 */
final class RunLog {

    /** Enough to look back a few days; a run leaves one file. */
    private static final int FILES_KEPT = 20;

    /** A day of a busy application at INFO. */
    private static final long FULL_BYTES = 20 << 20;

    private static final int FULL_FILES_KEPT = 2;

    private static final String SUFFIX = ".log";

    private @Nullable Path file;

    /**
     * Opens the log, unless it is open.
     *
     * @param chosen file that was asked for, or null for a new one in the user's state directory
     * @return the log's file
     * @throws CommandFailure when the file cannot be written
     */
    Path open(@Nullable Path chosen, org.slf4j.event.Level level) {
        if (file != null) {
            return file;
        }
        Path opened = chosen == null ? newDefaultFile() : checked(chosen.toAbsolutePath());
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level [%thread] %logger{36}: %msg%n");
        encoder.start();
        FileAppender<ILoggingEvent> appender =
                Files.isRegularFile(opened) ? bounded(opened, context) : new FileAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setFile(opened.toString());
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.convertAnSLF4JLevel(level));
        root.addAppender(appender);
        file = opened;
        return opened;
    }

    /** A file that is put aside when it is full, and overwritten in the end: a process may run for years. */
    private static FileAppender<ILoggingEvent> bounded(Path file, LoggerContext context) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        FixedWindowRollingPolicy aside = new FixedWindowRollingPolicy();
        aside.setContext(context);
        aside.setParent(appender);
        aside.setFileNamePattern(file + ".%i" + SUFFIX);
        aside.setMinIndex(1);
        aside.setMaxIndex(FULL_FILES_KEPT);
        SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
        full.setContext(context);
        full.setMaxFileSize(new FileSize(FULL_BYTES));
        // looks at the size at every line; once a minute, as by default, a flood of errors would be through by then
        full.setCheckIncrement(Duration.buildByMilliseconds(0));
        appender.setRollingPolicy(aside);
        appender.setTriggeringPolicy(full);
        appender.setFile(file.toString());
        aside.start();
        full.start();
        return appender;
    }

    /** Whether there is a log to write to. */
    boolean isOpen() {
        return file != null;
    }

    private static Path checked(Path file) {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return file;
        } catch (IOException e) {
            throw CommandFailure.environment("cannot write the log file " + IoFailure.of(e), e);
        }
    }

    private static Path newDefaultFile() {
        String name = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now()) + "-"
                + ProcessHandle.current().pid() + SUFFIX;
        Path directory = stateDirectory();
        try {
            Files.createDirectories(directory);
            prune(directory);
            return Files.createFile(directory.resolve(name));
        } catch (IOException e) {
            return inTemporaryDirectory(e);
        }
    }

    /** A home that cannot be written, as in many containers, does not stop a command. */
    private static Path inTemporaryDirectory(IOException reason) {
        try {
            return Files.createTempFile("gridclear-", SUFFIX);
        } catch (IOException e) {
            e.addSuppressed(reason);
            throw CommandFailure.environment("cannot write a log file; name one with --log: " + IoFailure.of(e), e);
        }
    }

    private static Path stateDirectory() {
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state == null || state.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return base.resolve("gridclear");
    }

    private static void prune(Path directory) throws IOException {
        List<Path> logs;
        try (Stream<Path> files = Files.list(directory)) {
            logs = files.filter(f -> f.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        }
        for (Path old : logs.subList(Math.min(FILES_KEPT - 1, logs.size()), logs.size())) {
            Files.deleteIfExists(old);
        }
    }
}
