package io.epona.broker.core;

import io.epona.broker.settings.DestinationProperties;
import io.epona.broker.users.User;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.CreateDestinationDecoder;
import io.epona.protocol.wire.DeleteDestinationDecoder;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.ListDestinationsDecoder;
import io.epona.protocol.wire.ListSubscriptionsDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.MoveMessagesDecoder;
import io.epona.protocol.wire.PurgeMessagesDecoder;
import io.epona.protocol.wire.SetPropertiesDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Decodes what administrators ask for, and has it done if they may. Event loop only. */
final class Administration {
    private final Services services;
    private final DestinationListing listing;
    private final DestinationDeletion deletion;
    private final MessageSweeps sweeps;
    private final AdministrationFrames frames = new AdministrationFrames();

    Administration(Services services, Connections connections) {
        this.services = services;
        this.listing = new DestinationListing(services.destinations());
        this.deletion = new DestinationDeletion(services, connections);
        this.sweeps = new MessageSweeps(services, frames);
    }

    /** @return false if the frame is none of an administrator */
    boolean handle(Connection connection, MessageHeaderDecoder header, DirectBuffer buffer, int offset) {
        switch (header.templateId()) {
            case ListDestinationsDecoder.TEMPLATE_ID ->
                list(connection, new ListDestinationsDecoder().wrapAndApplyHeader(buffer, offset, header));
            case ListSubscriptionsDecoder.TEMPLATE_ID ->
                list(connection, new ListSubscriptionsDecoder().wrapAndApplyHeader(buffer, offset, header));
            case CreateDestinationDecoder.TEMPLATE_ID ->
                create(connection, new CreateDestinationDecoder().wrapAndApplyHeader(buffer, offset, header));
            case DeleteDestinationDecoder.TEMPLATE_ID ->
                delete(connection, new DeleteDestinationDecoder().wrapAndApplyHeader(buffer, offset, header));
            case PurgeMessagesDecoder.TEMPLATE_ID ->
                purge(connection, new PurgeMessagesDecoder().wrapAndApplyHeader(buffer, offset, header));
            case MoveMessagesDecoder.TEMPLATE_ID ->
                move(connection, new MoveMessagesDecoder().wrapAndApplyHeader(buffer, offset, header));
            case SetPropertiesDecoder.TEMPLATE_ID ->
                setProperties(connection, new SetPropertiesDecoder().wrapAndApplyHeader(buffer, offset, header));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Something that may be refused. */
    private interface Work {
        void run() throws RefusedException;
    }

    private void attempt(Connection connection, long request, Work work) {
        try {
            requireAdministrator(services, connection);
            work.run();
        } catch (RefusedException e) {
            services.frames().refused(connection.peer(), request, e.code(), e.getMessage());
        }
    }

    static void requireAdministrator(Services services, Connection connection) throws RefusedException {
        User user = connection.user();
        if (!services.settings().users().mayAdminister(user)) {
            String who = user == null ? "nobody" : user.name();
            throw new RefusedException(
                    ErrorCode.NOT_AUTHORIZED, "a role is needed: role=" + User.ADMIN + " user=" + who);
        }
    }

    private void list(Connection connection, ListDestinationsDecoder frame) {
        long request = frame.request();
        DestinationListing.Query query = new DestinationListing.Query(
                frame.kind(), frame.afterKind(), frame.maxRows(), frame.afterName(), frame.pattern());
        attempt(
                connection,
                request,
                () -> frames.listed(connection.peer(), request, listing.destinations(query), query.limit()));
    }

    private void list(Connection connection, ListSubscriptionsDecoder frame) {
        long request = frame.request();
        int limit = frame.maxRows();
        String topic = frame.topic();
        SubscriptionKey after = new SubscriptionKey(frame.afterClientId(), frame.afterName());
        attempt(
                connection,
                request,
                () -> frames.listed(
                        connection.peer(), request, listing.subscriptions(requireTopic(topic), limit, after), limit));
    }

    private Topic requireTopic(String name) throws RefusedException {
        Topic topic = services.destinations().findTopic(name);
        if (topic == null) {
            throw new RefusedException(ErrorCode.NO_SUCH_DESTINATION, "no such topic: name=" + name);
        }
        return topic;
    }

    private void create(Connection connection, CreateDestinationDecoder frame) {
        long request = frame.request();
        DestinationKind kind = frame.kind();
        String name = frame.name();
        attempt(connection, request, () -> {
            create(kind, name);
            afterDurable(connection, peer -> services.frames().done(peer, request));
        });
    }

    private void create(DestinationKind kind, String name) throws RefusedException {
        if (TemporaryDestinations.isTemporary(name)) {
            throw new RefusedException(
                    ErrorCode.INVALID_DESTINATION, "name is one of temporary destinations: name=" + name);
        }
        if (kind == DestinationKind.QUEUE) {
            services.destinations().createQueue(name);
        } else if (kind == DestinationKind.TOPIC) {
            services.destinations().createTopic(name);
        } else {
            throw new RefusedException(ErrorCode.INVALID_DESTINATION, "queue or topic? kind=" + kind);
        }
    }

    private void setProperties(Connection connection, SetPropertiesDecoder frame) {
        long request = frame.request();
        DestinationKind kind = frame.kind();
        boolean isToBeCreated = frame.create() != 0;
        Map<String, String> changes = new HashMap<>();
        for (SetPropertiesDecoder.ChangesDecoder change : frame.changes()) {
            boolean isTakenBack = change.takenBack() != 0;
            String key = change.key();
            String value = change.value();
            changes.put(key, isTakenBack ? null : value);
        }
        String name = frame.name();
        attempt(connection, request, () -> {
            DestinationProperties properties = changed(kind, name, changes);
            if (isToBeCreated) {
                create(kind, name);
            }
            if (kind == DestinationKind.TOPIC) {
                services.destinations().setProperties(requireTopic(name), properties);
            } else {
                services.destinations().setProperties(sweeps.requireQueue(name), properties);
            }
            afterDurable(connection, peer -> services.frames().done(peer, request));
        });
    }

    private DestinationProperties changed(DestinationKind kind, String name, Map<String, String> changes)
            throws RefusedException {
        try {
            return services.destinations()
                    .properties(name, kind == DestinationKind.TOPIC)
                    .with(changes);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.INVALID_PROPERTY, e.getMessage());
        }
    }

    private void delete(Connection connection, DeleteDestinationDecoder frame) {
        long request = frame.request();
        DestinationKind kind = frame.kind();
        boolean isForced = frame.force() != 0;
        String name = frame.name();
        attempt(connection, request, () -> {
            long count = kind == DestinationKind.TOPIC
                    ? deletion.deleteTopic(requireTopic(name), isForced)
                    : deletion.deleteQueue(sweeps.requireQueue(name), isForced);
            afterDurable(connection, peer -> frames.deleted(peer, request, count));
        });
    }

    private void purge(Connection connection, PurgeMessagesDecoder frame) {
        MessageSweeps.Place place =
                new MessageSweeps.Place(frame.lastMessage(), frame.priority(), frame.afterMessage());
        long request = frame.request();
        int limit = frame.maxMessages();
        // Earlier versions do not say it.
        boolean isForced = frame.force() == 1;
        MessageSweeps.Sweep sweep =
                new MessageSweeps.Sweep(request, limit, place, frame.queue(), frame.selector(), null, isForced);
        attempt(connection, request, () -> sweeps.sweep(connection, sweep));
    }

    private void move(Connection connection, MoveMessagesDecoder frame) {
        MessageSweeps.Place place =
                new MessageSweeps.Place(frame.lastMessage(), frame.priority(), frame.afterMessage());
        long request = frame.request();
        int limit = frame.maxMessages();
        MessageSweeps.Sweep sweep =
                new MessageSweeps.Sweep(request, limit, place, frame.queue(), frame.selector(), frame.target(), false);
        attempt(connection, request, () -> sweeps.sweep(connection, sweep));
    }

    private void afterDurable(Connection connection, Consumer<Peer> answer) {
        int generation = connection.generation();
        services.confirmations().addTask(services.effects().lastPosition(), () -> {
            // One that has resumed asks again, and is answered then.
            if (connection.generation() == generation) {
                connection.tell(answer);
            }
        });
    }
}
