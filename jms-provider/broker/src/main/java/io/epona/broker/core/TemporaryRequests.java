package io.epona.broker.core;

import io.epona.protocol.ErrorCode;

/** Makes temporary destinations, and ends them. */
final class TemporaryRequests {
    private final Services services;

    TemporaryRequests(Services services) {
        this.services = services;
    }

    private TemporaryDestinations all() {
        return services.destinations().temporaries();
    }

    void create(Connection connection, String name, boolean isQueue) throws RefusedException {
        if (connection.temporaries().size() >= CoreSettings.MAX_PER_CONNECTION) {
            throw new RefusedException(
                    ErrorCode.RESOURCES_EXHAUSTED,
                    "too many temporary destinations: limit=" + CoreSettings.MAX_PER_CONNECTION);
        }
        Destinations.checkName(name);
        connection.temporaries().add(all().create(connection, name, isQueue));
    }

    void delete(Connection connection, String name, boolean isQueue) throws RefusedException {
        all().checkOwner(connection, name, isQueue);
        Temporary temporary = all().require(name, isQueue);
        if (temporary.hasConsumers()) {
            throw new RefusedException(
                    ErrorCode.DESTINATION_IN_USE,
                    "temporary destination has consumers: " + TemporaryDestinations.describe(name, isQueue));
        }
        if (temporary.isQueue() && !temporary.queue().isIdle()) {
            connection.putBackAllOf(temporary.queue());
        }
        connection.temporaries().remove(temporary);
        end(temporary);
    }

    /** The connection has ended, and with it its consumers. */
    void endAllOf(Connection connection) {
        connection.temporaries().forEach(this::end);
        connection.temporaries().clear();
    }

    /** For those who were to come back after a start it is too late. */
    void endAbandoned() {
        all().endAwait().forEach(this::end);
    }

    private void end(Temporary temporary) {
        all().remove(temporary);
        temporary.target().retire();
        if (temporary.isQueue()) {
            services.deliveries().discard(temporary.queue());
        }
    }
}
