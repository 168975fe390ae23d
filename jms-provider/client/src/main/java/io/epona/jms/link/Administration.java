package io.epona.jms.link;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.DestinationsListedDecoder;
import io.epona.protocol.wire.MessagesHandledDecoder;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** What an administrator asks of a broker. Any thread; methods that block say so and take the lock themselves. */
public final class Administration {
    private final SessionMonitor monitor;
    private final ClientLink link;
    private final SessionRequests requests;
    /** Answers that say more than yes, by request. */
    private final Map<Integer, Object> answers = new HashMap<>();

    Administration(SessionContext context, ClientLink link, SessionRequests requests) {
        this.monitor = context.monitor();
        this.link = link;
        this.requests = requests;
    }

    /**
     * What the broker says of a queue, topic or subscription.
     *
     * @param kind NONE for a subscription
     * @param clientId of a subscription, else empty
     * @param properties that a queue or topic was given for itself
     */
    public record Row(
            DestinationKind kind, String name, String clientId, Counts counts, Map<String, String> properties) {}

    /** How much there is of what. */
    public record Counts(long messages, long inFlight, long delayed, long bytes, long consumers, long subscriptions) {}

    /** Some rows, and whether they are the last ones. */
    public record Page(List<Row> rows, boolean isComplete) {}

    /** Where the broker goes on in a queue. */
    public record Place(long lastMessage, int priority, long afterMessage) {
        /** Before the first message of those that there are now. */
        public static final Place START = new Place(0, 9, 0);
    }

    /**
     * What was done, and from where to go on.
     *
     * @param passedOver messages that were selected but are in flight
     */
    public record Handled(long count, long passedOver, Place place, boolean isComplete) {}

    /** Which messages are meant. */
    public record Selection(String queue, String selector) {}

    /** Blocks until the broker has answered. */
    public Page listDestinations(DestinationKind kind, Row after, int limit, String pattern) throws JMSException {
        return (Page) ask(number -> AdminFrames.listDestinations(number, kind, after, limit, pattern), "list");
    }

    /** Blocks until the broker has answered. */
    public Page listSubscriptions(String topic, Row after, int limit) throws JMSException {
        return (Page) ask(number -> AdminFrames.listSubscriptions(number, topic, after, limit), "list topic=" + topic);
    }

    /** Blocks until the destination is there for good. */
    public void create(DestinationKind kind, String name) throws JMSException {
        ask(number -> AdminFrames.create(number, kind, name), "create name=" + name);
    }

    /**
     * Blocks until the destination has the properties for good.
     *
     * @param isToBeCreated whether to create it if there is none
     * @param changes by key; null takes the key back
     */
    public void setProperties(DestinationKind kind, String name, boolean isToBeCreated, Map<String, String> changes)
            throws JMSException {
        if (link.protocolVersion() < Protocol.PROPERTIES_VERSION) {
            throw JmsErrors.of(
                    ErrorCode.NOT_SUPPORTED,
                    "broker is too old for properties of destinations: version=" + link.protocolVersion() + " needed="
                            + Protocol.PROPERTIES_VERSION);
        }
        ask(number -> AdminFrames.setProperties(number, kind, name, isToBeCreated, changes), "set name=" + name);
    }

    /** Blocks until the destination is gone for good, and returns how many messages went with it. */
    public long delete(DestinationKind kind, String name, boolean isForced) throws JMSException {
        return ((Handled) ask(number -> AdminFrames.delete(number, kind, name, isForced), "delete name=" + name))
                .count();
    }

    /**
     * Blocks until the broker has removed some messages for good.
     *
     * @param isForced whether also before clients have said, after a restart of the broker, what they still have
     */
    public Handled purge(Selection selection, Place place, int limit, boolean isForced) throws JMSException {
        return (Handled) ask(
                number -> AdminFrames.purge(number, selection, place, limit, isForced),
                "purge queue=" + selection.queue());
    }

    /** Blocks until the broker has moved some messages for good. */
    public Handled move(Selection selection, String target, Place place, int limit) throws JMSException {
        return (Handled) ask(
                number -> AdminFrames.move(number, selection, target, place, limit),
                "move queue=" + selection.queue() + " target=" + target);
    }

    private Object ask(IntFunction<Frame> frame, String what) throws JMSException {
        monitor.lock();
        try {
            if (link.protocolVersion() < Protocol.USERS_VERSION) {
                throw JmsErrors.of(
                        ErrorCode.NOT_SUPPORTED,
                        "broker is too old for administration: version=" + link.protocolVersion() + " needed="
                                + Protocol.USERS_VERSION);
            }
            SessionRequests.Request request = requests.ask(frame, what);
            Object answer = answers.remove(request.number());
            request.throwIfRefused();
            return answer;
        } finally {
            monitor.unlock();
        }
    }

    // Events of the event loop, which take the lock

    void onListed(DestinationsListedDecoder frame) {
        int request = (int) frame.request();
        boolean isComplete = frame.complete() != 0;
        List<Row> rows = new ArrayList<>();
        for (DestinationsListedDecoder.RowsDecoder row : frame.rows()) {
            Counts counts = new Counts(
                    row.messages(), row.inFlight(), row.delayed(), row.bytes(), row.consumers(), row.subscriptions());
            DestinationKind kind = row.kind();
            String name = row.name();
            rows.add(new Row(kind, name, row.clientId(), counts, new TreeMap<>()));
        }
        for (DestinationsListedDecoder.PropertiesDecoder property : frame.properties()) {
            Map<String, String> properties = rows.get(property.row()).properties();
            String key = property.key();
            properties.put(key, property.value());
        }
        answer(request, new Page(rows, isComplete));
    }

    void onHandled(MessagesHandledDecoder frame) {
        Place place = new Place(frame.lastMessage(), frame.priority(), frame.afterMessage());
        // Older brokers do not say it.
        long passedOver = Math.max(0, frame.passedOver());
        answer((int) frame.request(), new Handled(frame.count(), passedOver, place, frame.complete() != 0));
    }

    private void answer(int request, Object answer) {
        monitor.lock();
        try {
            if (requests.isOpen(request)) {
                answers.put(request, answer);
                requests.answer(request, null);
            }
        } finally {
            monitor.unlock();
        }
    }
}
