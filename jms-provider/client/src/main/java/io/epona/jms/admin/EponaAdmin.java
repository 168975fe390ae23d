package io.epona.jms.admin;

import io.epona.jms.errors.JmsErrors;
import io.epona.jms.link.Administration;
import io.epona.jms.link.Administration.Handled;
import io.epona.jms.link.Administration.Place;
import io.epona.jms.link.Administration.Selection;
import io.epona.jms.link.ClientLink;
import io.epona.jms.link.ClientSession;
import io.epona.jms.link.Credentials;
import io.epona.protocol.EponaUri;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.DestinationKind;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Administers a broker: lists, creates and deletes queues and topics, removes messages and moves them. A broker that has
 * users wants one with the role {@code admin}. What a method reports as done is durable.
 *
 * <p>Any thread. Methods block until the broker has answered, over a lost connection, too; if an answer was lost with a
 * connection, some of the messages handled may not be counted, and a limit may be exceeded by a thousand at most.
 */
public final class EponaAdmin implements AutoCloseable {
    /** As many as are wanted: all. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private static final int PAGE_ROWS = 500;
    private static final int STEP_MESSAGES = 1_000;

    private final ClientLink link;
    private final Administration administration;

    private EponaAdmin(ClientLink link, ClientSession session) {
        this.link = link;
        this.administration = session.administration();
    }

    /** Connects without a user. */
    public static EponaAdmin connect(String uri) throws JMSException {
        return connect(uri, null, null);
    }

    /**
     * Connects as a user.
     *
     * @param uri as for connection factories
     * @throws IllegalArgumentException with code {@code EPONA-1014}, saying what is wrong with the URI
     * @throws jakarta.jms.JMSSecurityException if the user does not exist or the password is wrong
     */
    public static EponaAdmin connect(String uri, String userName, String password) throws JMSException {
        ClientLink link =
                ClientLink.connect(new ClientLink.Way(parse(uri), Credentials.of(userName, password)), failure -> {
                    // Whoever calls next hears of it.
                });
        boolean isOpen = false;
        try {
            link.introduce("");
            EponaAdmin admin = new EponaAdmin(link, link.openSession(false));
            isOpen = true;
            return admin;
        } finally {
            if (!isOpen) {
                link.close();
            }
        }
    }

    private static EponaUri parse(String uri) {
        try {
            return EponaUri.parse(uri);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ErrorCode.INVALID_URI.label() + " " + e.getMessage(), e);
        }
    }

    /**
     * Shows all queues and topics in the order of their names, queues first; they are fetched page by page.
     *
     * @param pattern of names, with {@code *} for a word and {@code #} for any number of words; empty for all
     */
    public void forEachDestination(String pattern, Consumer<DestinationInfo> consumer) throws JMSException {
        pages(
                after -> administration.listDestinations(DestinationKind.NONE, after, PAGE_ROWS, pattern),
                row -> consumer.accept(info(row)));
    }

    /** Asks for a page of rows. */
    private interface Pages {
        Administration.Page after(Administration.Row row) throws JMSException;
    }

    private static void pages(Pages pages, Consumer<Administration.Row> consumer) throws JMSException {
        Administration.Page page = pages.after(null);
        page.rows().forEach(consumer);
        while (!page.isComplete() && !page.rows().isEmpty()) {
            page = pages.after(page.rows().get(page.rows().size() - 1));
            page.rows().forEach(consumer);
        }
    }

    /** All queues and topics whose names fit a pattern, as {@link #forEachDestination} shows them. */
    public List<DestinationInfo> destinations(String pattern) throws JMSException {
        List<DestinationInfo> infos = new ArrayList<>();
        forEachDestination(pattern, infos::add);
        return infos;
    }

    /** The queue of this name, null if there is none. */
    public DestinationInfo queue(String name) throws JMSException {
        return find(DestinationKind.QUEUE, name);
    }

    /** The topic of this name, null if there is none. */
    public DestinationInfo topic(String name) throws JMSException {
        return find(DestinationKind.TOPIC, name);
    }

    /** Names that are also patterns fit more than themselves, so it is looked for among those. */
    private DestinationInfo find(DestinationKind kind, String name) throws JMSException {
        List<DestinationInfo> found = new ArrayList<>();
        pages(after -> administration.listDestinations(kind, after, PAGE_ROWS, name), row -> {
            if (row.name().equals(name)) {
                found.add(info(row));
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    private static DestinationInfo info(Administration.Row row) {
        Administration.Counts counts = row.counts();
        return new DestinationInfo(
                row.kind() == DestinationKind.QUEUE,
                row.name(),
                counts.messages(),
                counts.inFlight(),
                counts.delayed(),
                counts.bytes(),
                counts.consumers(),
                counts.subscriptions(),
                row.properties());
    }

    /**
     * The durable subscriptions of a topic, in the order of client id and name.
     *
     * @throws jakarta.jms.InvalidDestinationException if there is no such topic
     */
    public List<SubscriptionInfo> subscriptions(String topic) throws JMSException {
        List<SubscriptionInfo> infos = new ArrayList<>();
        Function<Administration.Row, SubscriptionInfo> toInfo = row -> new SubscriptionInfo(
                row.clientId(),
                row.name(),
                row.counts().messages(),
                row.counts().inFlight(),
                row.counts().bytes(),
                row.counts().consumers());
        pages(after -> administration.listSubscriptions(topic, after, PAGE_ROWS), row -> infos.add(toInfo.apply(row)));
        return infos;
    }

    /** Creates a queue; one that exists stays as it is. */
    public void createQueue(String name) throws JMSException {
        administration.create(DestinationKind.QUEUE, name);
    }

    /** Creates a topic; one that exists stays as it is. */
    public void createTopic(String name) throws JMSException {
        administration.create(DestinationKind.TOPIC, name);
    }

    /**
     * Gives a queue properties that count more than the broker's settings for its name. What is not named stays as it is.
     *
     * @param isToBeCreated whether to create the queue if there is none
     * @param changes values by key, as in the broker's configuration: {@code maxDeliveries} and so on; null takes the key
     *     back, so that the settings hold again
     * @throws JMSException with code {@code EPONA-2010} if a key or value is not allowed; then nothing is changed
     * @throws jakarta.jms.InvalidDestinationException if there is no such queue, nor is one to be created
     */
    public void setQueueProperties(String name, boolean isToBeCreated, Map<String, String> changes)
            throws JMSException {
        administration.setProperties(DestinationKind.QUEUE, name, isToBeCreated, new HashMap<>(changes));
    }

    /** Likewise for a topic; its subscriptions have its properties. */
    public void setTopicProperties(String name, boolean isToBeCreated, Map<String, String> changes)
            throws JMSException {
        administration.setProperties(DestinationKind.TOPIC, name, isToBeCreated, new HashMap<>(changes));
    }

    /**
     * Deletes a queue.
     *
     * @param isForced whether also if it is in use: then its messages are dropped, those in flight included, and its consumers
     *     connect again, to a new queue if the broker creates one on first use
     * @return how many messages were dropped
     * @throws JMSException with code {@code EPONA-2007} if there is none, {@code EPONA-2005} if it is in use
     */
    public long deleteQueue(String name, boolean isForced) throws JMSException {
        // What is long is emptied step by step, so that the broker need not stop for it.
        long purged = isForced
                ? purge(selection(name, ""), true, NO_LIMIT, count -> {}).count()
                : 0;
        return purged + administration.delete(DestinationKind.QUEUE, name, isForced);
    }

    /**
     * Deletes a topic.
     *
     * @param isForced whether also if it has subscriptions, durable ones included, which are deleted with their messages
     * @return how many messages were dropped, in all subscriptions together
     * @throws JMSException with code {@code EPONA-2007} if there is none, {@code EPONA-2005} if it is in use
     */
    public long deleteTopic(String name, boolean isForced) throws JMSException {
        return administration.delete(DestinationKind.TOPIC, name, isForced);
    }

    /**
     * Removes messages of a queue that are there now and not in flight, those whose delivery is delayed included. Those that
     * have expired are left to the broker.
     *
     * @param selector which ones; empty for all
     * @param limit of messages
     * @param progress is told now and then how many were removed so far
     * @return how many were removed, and how many were left because they are in flight
     */
    public MessagesHandled purge(String queue, String selector, long limit, LongConsumer progress) throws JMSException {
        return purge(selection(queue, selector), false, limit, progress);
    }

    private MessagesHandled purge(Selection selection, boolean isForced, long limit, LongConsumer progress)
            throws JMSException {
        return handle((place, count) -> administration.purge(selection, place, count, isForced), limit, progress);
    }

    /**
     * Moves messages of a queue that are there now and not in flight to the end of another. They keep all that they were sent
     * with but their destination, a delay included, and count as not delivered before. Those that have expired are left to the
     * broker.
     *
     * @param selector which ones; empty for all
     * @param limit of messages
     * @param progress is told now and then how many were moved so far
     * @return how many were moved, and how many were left because they are in flight
     */
    public MessagesHandled move(String queue, String target, String selector, long limit, LongConsumer progress)
            throws JMSException {
        Selection selection = selection(queue, selector);
        Objects.requireNonNull(target, "target");
        return handle((place, count) -> administration.move(selection, target, place, count), limit, progress);
    }

    private static Selection selection(String queue, String selector) {
        return new Selection(Objects.requireNonNull(queue, "queue"), Objects.requireNonNull(selector, "selector"));
    }

    /** One request. */
    private interface Step {
        Handled run(Place place, int limit) throws JMSException;
    }

    private static MessagesHandled handle(Step step, long limit, LongConsumer progress) throws JMSException {
        if (limit < 1) {
            throw JmsErrors.of(ErrorCode.ILLEGAL_STATE, "limit must be at least 1: limit=" + limit);
        }
        long count = 0;
        long leftInFlight = 0;
        Place place = Place.START;
        boolean isComplete = false;
        while (!isComplete && count < limit) {
            Handled handled = step.run(place, (int) Math.min(STEP_MESSAGES, limit - count));
            count += handled.count();
            leftInFlight += handled.passedOver();
            place = handled.place();
            isComplete = handled.isComplete();
            progress.accept(count);
        }
        return new MessagesHandled(count, leftInFlight);
    }

    /** Ends the connection. */
    @Override
    public void close() {
        link.close();
    }
}
