package io.epona.jms.link;

import io.epona.protocol.Protocol;
import io.epona.protocol.wire.CreateDestinationEncoder;
import io.epona.protocol.wire.DeleteDestinationEncoder;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.ListDestinationsEncoder;
import io.epona.protocol.wire.ListSubscriptionsEncoder;
import io.epona.protocol.wire.MoveMessagesEncoder;
import io.epona.protocol.wire.PurgeMessagesEncoder;
import io.epona.protocol.wire.SetPropertiesEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The frames that an administrator writes. */
final class AdminFrames {
    /** No fixed part of a frame, with the lengths of its texts, is longer. */
    private static final int FIXED_LENGTH = 128;

    private AdminFrames() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Frame listDestinations(
            int request, DestinationKind kind, Administration.Row after, int limit, String pattern) {
        byte[] afterName = bytes(after == null ? "" : after.name());
        byte[] names = bytes(pattern);
        return new Frame(FIXED_LENGTH + afterName.length + names.length, (buffer, offset, header) -> {
            ListDestinationsEncoder list = new ListDestinationsEncoder().wrapAndApplyHeader(buffer, offset, header);
            list.request(request)
                    .kind(kind)
                    .afterKind(after == null ? DestinationKind.NONE : after.kind())
                    .maxRows(limit)
                    .putAfterName(afterName, 0, afterName.length)
                    .putPattern(names, 0, names.length);
            return Protocol.HEADER_LENGTH + list.encodedLength();
        });
    }

    static Frame listSubscriptions(int request, String topic, Administration.Row after, int limit) {
        byte[] name = bytes(topic);
        byte[] afterClientId = bytes(after == null ? "" : after.clientId());
        byte[] afterName = bytes(after == null ? "" : after.name());
        int length = name.length + afterClientId.length + afterName.length;
        return new Frame(FIXED_LENGTH + length, (buffer, offset, header) -> {
            ListSubscriptionsEncoder list = new ListSubscriptionsEncoder().wrapAndApplyHeader(buffer, offset, header);
            list.request(request)
                    .maxRows(limit)
                    .putTopic(name, 0, name.length)
                    .putAfterClientId(afterClientId, 0, afterClientId.length)
                    .putAfterName(afterName, 0, afterName.length);
            return Protocol.HEADER_LENGTH + list.encodedLength();
        });
    }

    static Frame create(int request, DestinationKind kind, String name) {
        byte[] text = bytes(name);
        return new Frame(FIXED_LENGTH + text.length, (buffer, offset, header) -> {
            CreateDestinationEncoder create = new CreateDestinationEncoder().wrapAndApplyHeader(buffer, offset, header);
            create.request(request).kind(kind).putName(text, 0, text.length);
            return Protocol.HEADER_LENGTH + create.encodedLength();
        });
    }

    /** @param changes by key; null takes the key back */
    static Frame setProperties(
            int request, DestinationKind kind, String name, boolean isToBeCreated, Map<String, String> changes) {
        byte[] text = bytes(name);
        int length = FIXED_LENGTH + text.length;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            length += FIXED_LENGTH + bytes(change.getKey()).length + bytes(textOf(change.getValue())).length;
        }
        return new Frame(length, (buffer, offset, header) -> {
            SetPropertiesEncoder set = new SetPropertiesEncoder().wrapAndApplyHeader(buffer, offset, header);
            set.request(request).kind(kind).create((short) (isToBeCreated ? 1 : 0));
            SetPropertiesEncoder.ChangesEncoder group = set.changesCount(changes.size());
            changes.forEach((key, value) -> group.next()
                    .takenBack((short) (value == null ? 1 : 0))
                    .key(key)
                    .value(textOf(value)));
            set.putName(text, 0, text.length);
            return Protocol.HEADER_LENGTH + set.encodedLength();
        });
    }

    private static String textOf(String value) {
        return value == null ? "" : value;
    }

    static Frame delete(int request, DestinationKind kind, String name, boolean isForced) {
        byte[] text = bytes(name);
        return new Frame(FIXED_LENGTH + text.length, (buffer, offset, header) -> {
            DeleteDestinationEncoder delete = new DeleteDestinationEncoder().wrapAndApplyHeader(buffer, offset, header);
            delete.request(request).kind(kind).force((short) (isForced ? 1 : 0)).putName(text, 0, text.length);
            return Protocol.HEADER_LENGTH + delete.encodedLength();
        });
    }

    static Frame purge(
            int request, Administration.Selection selection, Administration.Place place, int limit, boolean isForced) {
        byte[] queue = bytes(selection.queue());
        byte[] selector = bytes(selection.selector());
        return new Frame(FIXED_LENGTH + queue.length + selector.length, (buffer, offset, header) -> {
            PurgeMessagesEncoder purge = new PurgeMessagesEncoder().wrapAndApplyHeader(buffer, offset, header);
            purge.request(request)
                    .maxMessages(limit)
                    .priority((short) place.priority())
                    .lastMessage(place.lastMessage())
                    .afterMessage(place.afterMessage())
                    .force((short) (isForced ? 1 : 0))
                    .putQueue(queue, 0, queue.length)
                    .putSelector(selector, 0, selector.length);
            return Protocol.HEADER_LENGTH + purge.encodedLength();
        });
    }

    static Frame move(
            int request, Administration.Selection selection, String target, Administration.Place place, int limit) {
        byte[] queue = bytes(selection.queue());
        byte[] selector = bytes(selection.selector());
        byte[] to = bytes(target);
        return new Frame(FIXED_LENGTH + queue.length + selector.length + to.length, (buffer, offset, header) -> {
            MoveMessagesEncoder move = new MoveMessagesEncoder().wrapAndApplyHeader(buffer, offset, header);
            move.request(request)
                    .maxMessages(limit)
                    .priority((short) place.priority())
                    .lastMessage(place.lastMessage())
                    .afterMessage(place.afterMessage())
                    .putQueue(queue, 0, queue.length)
                    .putSelector(selector, 0, selector.length)
                    .putTarget(to, 0, to.length);
            return Protocol.HEADER_LENGTH + move.encodedLength();
        });
    }
}
