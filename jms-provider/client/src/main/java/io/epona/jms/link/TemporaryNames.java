package io.epona.jms.link;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationKind;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The temporary destinations of a connection. They outlive the sessions of the application, so a session of its own asks the
 * broker for them. Any thread; methods that block say so, and wait out an outage.
 */
public final class TemporaryNames {
    /** Nobody waits for the answer: whatever uses one that was refused is refused, too. */
    private static final int NO_REQUEST = 0;

    private final ClientLink link;
    /** In all names: not the connection's id, which is nobody else's business. */
    private final String prefix = Protocol.TEMPORARY_PREFIX + UUID.randomUUID() + ".";

    private final AtomicLong lastNumber = new AtomicLong();
    private final Set<Name> names = ConcurrentHashMap.newKeySet();
    private final ReentrantLock opening = new ReentrantLock();
    private ClientSession session;

    TemporaryNames(ClientLink link) {
        this.link = link;
    }

    private record Name(DestinationKind kind, String text) {}

    /**
     * Has the broker make a temporary destination; its name is no other's. Blocks.
     *
     * @throws jakarta.jms.ResourceAllocationException if the connection has too many
     */
    public String create(DestinationKind kind) throws JMSException {
        if (link.protocolVersion() < Protocol.TEMPORARY_VERSION) {
            throw JmsErrors.of(
                    ErrorCode.NOT_SUPPORTED,
                    "broker is too old for temporary destinations: version=" + link.protocolVersion() + " needed="
                            + Protocol.TEMPORARY_VERSION);
        }
        Name name = new Name(kind, prefix + lastNumber.incrementAndGet());
        names.add(name);
        boolean isCreated = false;
        try {
            session()
                    .ask(
                            request -> Frames.createTemporary(request, name.kind(), name.text()),
                            "create temporary destination=" + name.text())
                    .throwIfRefused();
            isCreated = true;
            return name.text();
        } finally {
            if (!isCreated) {
                names.remove(name);
            }
        }
    }

    /** Has the broker delete one; nothing if that was done before. Blocks. */
    public void delete(DestinationKind kind, String text) throws JMSException {
        Name name = new Name(kind, text);
        if (!names.contains(name)) {
            return;
        }
        SessionRequests.Request request = session()
                .ask(number -> Frames.deleteTemporary(number, kind, text), "delete temporary destination=" + text);
        Failure refusal = request.refusal();
        boolean wasDoneBefore =
                request.isRepeated() && refusal != null && refusal.code() == ErrorCode.INVALID_DESTINATION;
        if (!wasDoneBefore) {
            request.throwIfRefused();
        }
        names.remove(name);
    }

    /** Whether it was created and not deleted. */
    public boolean contains(DestinationKind kind, String text) {
        return names.contains(new Name(kind, text));
    }

    private ClientSession session() throws JMSException {
        opening.lock();
        try {
            if (session == null) {
                session = link.openSession(false);
            }
            return session;
        } finally {
            opening.unlock();
        }
    }

    /** A broker that may not know them is to have them again, before anything that needs them. Event loop. */
    void createAgain(FrameWriter writer) {
        for (Name name : names) {
            writer.write(Frames.createTemporary(NO_REQUEST, name.kind(), name.text()));
        }
    }
}
