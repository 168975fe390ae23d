package io.epona.server.config;

import io.epona.broker.BrokerBuilder;
import io.epona.broker.EponaBroker;
import io.epona.broker.settings.Limits;
import io.epona.protocol.Durability;
import java.nio.file.Path;
import java.time.Duration;

/** Makes brokers of configurations. */
public final class ConfiguredBroker {
    private ConfiguredBroker() {}

    /** A broker as configured, ready to be started. */
    public static BrokerBuilder builder(Configuration configuration) {
        BrokerBuilder builder = EponaBroker.builder()
                .host(configuration.text(ConfigKey.HOST))
                .port(configuration.integer(ConfigKey.PORT))
                .durability(Durability.named(configuration.text(ConfigKey.DURABILITY))
                        .orElseThrow())
                .resumeGraceMs(configuration.integer(ConfigKey.RESUME_GRACE_MS))
                .limits(limits(configuration))
                .transactionTimeout(Duration.ofMillis(configuration.number(ConfigKey.TRANSACTION_TIMEOUT_MS)))
                .transactionOutcomeRetention(Duration.ofMillis(configuration.number(ConfigKey.OUTCOME_RETENTION_MS)))
                .destinations(configuration.destinations())
                .journal(journal -> journal.segmentLength(configuration.integer(ConfigKey.SEGMENT_LENGTH))
                        .spareSegments(configuration.integer(ConfigKey.SPARE_SEGMENTS))
                        .saturationLength(configuration.integer(ConfigKey.SATURATION_LENGTH)));
        if (configuration.flag(ConfigKey.MEMORY)) {
            builder.inMemory();
        } else {
            builder.dataDirectory(
                    Path.of(configuration.text(ConfigKey.DATA)).toAbsolutePath().normalize());
        }
        if (configuration.has(ConfigKey.USERS)) {
            builder.users(Path.of(configuration.text(ConfigKey.USERS)));
        }
        if (configuration.has(ConfigKey.ANONYMOUS)) {
            builder.anonymous(configuration.flag(ConfigKey.ANONYMOUS));
        }
        return builder;
    }

    private static Limits limits(Configuration configuration) {
        long memory = configuration.number(ConfigKey.MAX_MEMORY);
        long limit = memory == 0 ? Limits.defaults().memory() : memory;
        return new Limits(
                limit,
                configuration.number(ConfigKey.PRODUCER_WINDOW),
                configuration.number(ConfigKey.MAX_TRANSACTION),
                configuration.integer(ConfigKey.MAX_CONNECTIONS));
    }
}
