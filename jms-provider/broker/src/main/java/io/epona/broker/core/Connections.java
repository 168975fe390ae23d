package io.epona.broker.core;

import io.epona.broker.store.ConnectionId;
import io.epona.broker.store.EffectWriter;
import io.epona.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections, attached or detached. */
final class Connections {
    private static final Logger LOGGER = LoggerFactory.getLogger(Connections.class);

    private final Services services;
    private final TemporaryRequests temporaryRequests;
    private final Map<ConnectionId, Connection> byId = new HashMap<>();
    private final Map<String, Connection> byClientId = new HashMap<>();
    private final Map<Connection, BrokerLoop.Timer> graceTimers = new HashMap<>();

    Connections(Services services) {
        this.services = services;
        temporaryRequests = new TemporaryRequests(services);
    }

    /** What came of a client's introduction. */
    record Admission(Connection connection, boolean isResumed) {}

    Admission admit(Peer peer, ConnectionId id, String clientId, boolean isResuming) throws RefusedException {
        Connection known = byId.get(id);
        if (known != null && (!isResuming || !known.clientId().equals(clientId))) {
            end(known, false);
            known = null;
        }
        if (known == null) {
            checkRoom();
            freeClientId(clientId);
            Connection connection = new Connection(services, id, clientId);
            byId.put(id, connection);
            if (!clientId.isEmpty()) {
                byClientId.put(clientId, connection);
            }
            connection.attach(peer);
            return new Admission(connection, false);
        }
        takeOver(known);
        known.attach(peer);
        return new Admission(known, true);
    }

    private void checkRoom() throws RefusedException {
        int limit = services.settings().limits().connections();
        if (byId.size() >= limit) {
            throw new RefusedException(
                    ErrorCode.TOO_MANY_CONNECTIONS, "too many connections: count=" + byId.size() + " limit=" + limit);
        }
    }

    /** A client id is free if its connection has lost its client: the same application has been started again. */
    private void freeClientId(String clientId) throws RefusedException {
        Connection holder = byClientId.get(clientId);
        if (holder != null) {
            if (holder.peer() != null) {
                throw new RefusedException(
                        ErrorCode.CLIENT_ID_IN_USE,
                        "client id in use: clientId=" + clientId + " by="
                                + holder.peer().remoteAddress());
            }
            end(holder, false);
        }
    }

    private void takeOver(Connection connection) {
        BrokerLoop.Timer timer = graceTimers.remove(connection);
        if (timer != null) {
            timer.cancel();
        }
        Peer former = connection.peer();
        if (former != null) {
            services.frames().disconnect(former, ErrorCode.TAKEN_OVER, "the same client has connected again");
            former.close();
        }
    }

    /** The socket is gone and the client did not say goodbye: keep what it holds for a while. */
    void detach(Connection connection, Peer peer) {
        if (connection.peer() != peer) {
            return;
        }
        connection.detach();
        int graceMs = services.settings().resumeGraceMs();
        LOGGER.info("connection lost: client={} peer={} graceMs={}", connection.name(), peer.remoteAddress(), graceMs);
        graceTimers.put(connection, services.loop().schedule(graceMs, () -> giveUp(connection)));
    }

    private void giveUp(Connection connection) {
        if (connection.peer() == null && byId.get(connection.id()) == connection) {
            LOGGER.info("connection given up: client={}", connection.name());
            end(connection, false);
        }
    }

    /** Ends a connection; what it held goes back. */
    void end(Connection connection, boolean isOrderly) {
        takeOver(connection);
        connection.end(isOrderly);
        temporaryRequests.endAllOf(connection);
        byId.remove(connection.id(), connection);
        byClientId.remove(connection.clientId(), connection);
    }

    /** Which indexes they may hold messages of, to be written to a checkpoint piece by piece. */
    List<Consumer<EffectWriter>> statements() {
        List<Consumer<EffectWriter>> statements = new ArrayList<>();
        byId.values().forEach(connection -> statements.add(connection::recordAttachments));
        return statements;
    }

    /** Writes again what the journal says of that before a position. */
    void recordAttachmentsAgain(long position) {
        byId.values().forEach(connection -> connection.recordAttachmentsAgain(position));
    }

    /** Says goodbye to all, as the broker ends. */
    void closeAll(ErrorCode code, String reason) {
        for (Connection connection : byId.values()) {
            connection.tell(peer -> {
                services.frames().disconnect(peer, code, reason);
                peer.close();
            });
        }
    }
}
