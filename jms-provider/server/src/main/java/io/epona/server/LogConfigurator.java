package io.epona.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * Sends the log to standard error, a line of key=value pairs an event. Configured in code because reading a
 * configuration file takes about as long as the rest of the start.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    /** What is logged, from nothing but errors to everything. */
    public enum LogLevel {
        /** Only what failed. */
        ERROR,
        /** And what may need attention. */
        WARN,
        /** And what happens rarely. */
        INFO,
        /** And what helps to find a fault. */
        DEBUG,
        /** And everything else. */
        TRACE
    }

    /** Made by the logging library. */
    public LogConfigurator() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        KeyValueLayout layout = new KeyValueLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget(ConsoleTarget.SystemErr.getName());
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Sets what is logged from now on. */
    public static void setLevel(LogLevel level) {
        Logger epona = (Logger) LoggerFactory.getLogger("io.epona");
        epona.setLevel(Level.valueOf(level.name().toLowerCase(Locale.ROOT)));
    }
}
