package io.epona.broker.inspect;

import io.epona.broker.effects.ConsumersAttachedDecoder;
import io.epona.broker.effects.ConsumersDetachedDecoder;
import io.epona.broker.effects.DestinationCreatedDecoder;
import io.epona.broker.effects.DestinationDeletedDecoder;
import io.epona.broker.effects.MessageAddedDecoder;
import io.epona.broker.effects.MessageHeaderDecoder;
import io.epona.broker.effects.MessageRelocatedDecoder;
import io.epona.broker.effects.MessagesRemovedDecoder;
import io.epona.broker.effects.MessagesReturnedDecoder;
import io.epona.broker.effects.NumbersGivenDecoder;
import io.epona.broker.effects.ProducerAdvancedDecoder;
import io.epona.broker.effects.ProducerForgottenDecoder;
import io.epona.broker.effects.PropertiesSetDecoder;
import io.epona.broker.effects.SequenceRejectedDecoder;
import io.epona.broker.effects.SubscriptionCreatedDecoder;
import io.epona.broker.effects.SubscriptionDeletedDecoder;
import io.epona.broker.effects.TransactionCommittedDecoder;
import io.epona.broker.store.ConnectionId;
import io.epona.journal.RecordView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/** Turns effect records into descriptions. Not thread-safe. */
public final class EffectReader {
    /** The type of an effect that this version does not know. */
    public static final String UNKNOWN = "Unknown";

    private static final Map<Integer, String> TYPES = withTransactions(Map.ofEntries(
            Map.entry(DestinationCreatedDecoder.TEMPLATE_ID, "DestinationCreated"),
            Map.entry(SubscriptionCreatedDecoder.TEMPLATE_ID, "SubscriptionCreated"),
            Map.entry(SubscriptionDeletedDecoder.TEMPLATE_ID, "SubscriptionDeleted"),
            Map.entry(MessageAddedDecoder.TEMPLATE_ID, "MessageAdded"),
            Map.entry(MessagesRemovedDecoder.TEMPLATE_ID, "MessagesRemoved"),
            Map.entry(TransactionCommittedDecoder.TEMPLATE_ID, "TransactionCommitted"),
            Map.entry(SequenceRejectedDecoder.TEMPLATE_ID, "SequenceRejected"),
            Map.entry(ProducerForgottenDecoder.TEMPLATE_ID, "ProducerForgotten"),
            Map.entry(ConsumersAttachedDecoder.TEMPLATE_ID, "ConsumersAttached"),
            Map.entry(ConsumersDetachedDecoder.TEMPLATE_ID, "ConsumersDetached"),
            Map.entry(MessageRelocatedDecoder.TEMPLATE_ID, "MessageRelocated"),
            Map.entry(NumbersGivenDecoder.TEMPLATE_ID, "NumbersGiven"),
            Map.entry(ProducerAdvancedDecoder.TEMPLATE_ID, "ProducerAdvanced"),
            Map.entry(MessagesReturnedDecoder.TEMPLATE_ID, "MessagesReturned"),
            Map.entry(DestinationDeletedDecoder.TEMPLATE_ID, "DestinationDeleted"),
            Map.entry(PropertiesSetDecoder.TEMPLATE_ID, "PropertiesSet")));

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final StoredMessageReader messages;
    private final BranchEffectReader branches;
    private final PendingEffectReader pending;

    /** @param withBodies whether descriptions of messages contain their bodies */
    public EffectReader(boolean withBodies) {
        messages = new StoredMessageReader(withBodies);
        branches = new BranchEffectReader(messages);
        pending = new PendingEffectReader(messages);
    }

    private static Map<Integer, String> withTransactions(Map<Integer, String> others) {
        Map<Integer, String> types = new HashMap<>(others);
        types.putAll(BranchEffectReader.TYPES);
        types.putAll(PendingEffectReader.TYPES);
        return Map.copyOf(types);
    }

    /** The names of all effects, in the order of their numbers. */
    public static List<String> typeNames() {
        return TYPES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The name of the effect in a record; {@code Unknown} if a newer version wrote it. */
    public static String typeName(RecordView view) {
        return TYPES.getOrDefault(view.type(), UNKNOWN);
    }

    /**
     * Describes a record.
     *
     * @throws IndexOutOfBoundsException if the record is not what its type says; a damaged one may also yield nonsense
     */
    public EffectDescription describe(RecordView view) {
        Map<String, Object> fields = new LinkedHashMap<>();
        DirectBuffer buffer = view.buffer();
        int offset = view.offset();
        switch (view.type()) {
            case MessageAddedDecoder.TEMPLATE_ID -> describeAdded(view, fields);
            case MessageRelocatedDecoder.TEMPLATE_ID -> describeRelocated(view, fields);
            case MessagesRemovedDecoder.TEMPLATE_ID -> describeRemoved(view, fields);
            case MessagesReturnedDecoder.TEMPLATE_ID -> describeReturned(view, fields);
            case TransactionCommittedDecoder.TEMPLATE_ID -> {
                var effect = new TransactionCommittedDecoder().wrapAndApplyHeader(buffer, offset, header);
                putOrigin(fields, effect.producerId(), effect.sequence());
            }
            case SequenceRejectedDecoder.TEMPLATE_ID -> {
                var effect = new SequenceRejectedDecoder().wrapAndApplyHeader(buffer, offset, header);
                putOrigin(fields, effect.producerId(), effect.sequence());
                fields.put("code", (long) effect.code());
            }
            case ProducerForgottenDecoder.TEMPLATE_ID -> {
                var effect = new ProducerForgottenDecoder().wrapAndApplyHeader(buffer, offset, header);
                fields.put("producer", hex(effect.producerId()));
            }
            case DestinationCreatedDecoder.TEMPLATE_ID -> describeDestination(view, fields);
            case SubscriptionCreatedDecoder.TEMPLATE_ID -> describeSubscription(view, fields);
            case SubscriptionDeletedDecoder.TEMPLATE_ID -> {
                var effect = new SubscriptionDeletedDecoder().wrapAndApplyHeader(buffer, offset, header);
                fields.put("queue", effect.queue());
            }
            case DestinationDeletedDecoder.TEMPLATE_ID -> describeDeletion(view, fields);
            case PropertiesSetDecoder.TEMPLATE_ID -> describeProperties(view, fields);
            case ConsumersAttachedDecoder.TEMPLATE_ID -> {
                var effect = new ConsumersAttachedDecoder().wrapAndApplyHeader(buffer, offset, header);
                putConsumers(fields, effect.connectionIdHigh(), effect.connectionIdLow(), effect.queue());
            }
            case ConsumersDetachedDecoder.TEMPLATE_ID -> {
                var effect = new ConsumersDetachedDecoder().wrapAndApplyHeader(buffer, offset, header);
                putConsumers(fields, effect.connectionIdHigh(), effect.connectionIdLow(), effect.queue());
            }
            case NumbersGivenDecoder.TEMPLATE_ID -> {
                var effect = new NumbersGivenDecoder().wrapAndApplyHeader(buffer, offset, header);
                fields.put("lastMessage", effect.lastMessage());
                fields.put("lastDestination", effect.lastDestination());
            }
            case ProducerAdvancedDecoder.TEMPLATE_ID -> {
                var effect = new ProducerAdvancedDecoder().wrapAndApplyHeader(buffer, offset, header);
                putOrigin(fields, effect.producerId(), effect.sequence());
            }
            default -> {
                if (!branches.describe(view, fields) && !pending.describe(view, fields)) {
                    fields.put("recordType", (long) view.type());
                    fields.put("length", (long) view.length());
                }
            }
        }
        return new EffectDescription(typeName(view), fields);
    }

    private void describeAdded(RecordView view, Map<String, Object> fields) {
        var effect = new MessageAddedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("number", effect.number());
        putOrigin(fields, effect.producerId(), effect.sequence());
        fields.put("spilled", effect.spilled() != 0);
        List<Long> targets = new ArrayList<>();
        for (MessageAddedDecoder.TargetsDecoder target : effect.targets()) {
            targets.add(target.queue());
        }
        fields.put("targets", targets);
        int length = effect.messageLength();
        int start = effect.limit() + MessageAddedDecoder.messageHeaderLength();
        fields.put("message", messages.describe(view.buffer(), start, length));
    }

    private void describeRelocated(RecordView view, Map<String, Object> fields) {
        var effect = new MessageRelocatedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("number", effect.number());
        fields.put("spilled", effect.spilled() != 0);
        List<Long> targets = new ArrayList<>();
        List<Long> deliveryCounts = new ArrayList<>();
        List<Long> duesMs = new ArrayList<>();
        for (MessageRelocatedDecoder.TargetsDecoder target : effect.targets()) {
            targets.add(target.queue());
            deliveryCounts.add((long) target.deliveryCount());
            long dueMs = target.dueMs();
            duesMs.add(dueMs == MessageRelocatedDecoder.TargetsDecoder.dueMsNullValue() ? 0 : dueMs);
        }
        fields.put("targets", targets);
        fields.put("deliveryCounts", deliveryCounts);
        fields.put("duesMs", duesMs);
        int length = effect.messageLength();
        int start = effect.limit() + MessageRelocatedDecoder.messageHeaderLength();
        fields.put("message", messages.describe(view.buffer(), start, length));
    }

    private void describeRemoved(RecordView view, Map<String, Object> fields) {
        var effect = new MessagesRemovedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("queue", effect.queue());
        List<Long> numbers = new ArrayList<>();
        for (MessagesRemovedDecoder.NumbersDecoder removed : effect.numbers()) {
            numbers.add(removed.number());
        }
        fields.put("numbers", numbers);
    }

    private void describeReturned(RecordView view, Map<String, Object> fields) {
        var effect = new MessagesReturnedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("queue", effect.queue());
        List<Long> numbers = new ArrayList<>();
        List<Long> deliveryCounts = new ArrayList<>();
        List<Long> duesMs = new ArrayList<>();
        for (MessagesReturnedDecoder.MessagesDecoder message : effect.messages()) {
            numbers.add(message.number());
            deliveryCounts.add((long) message.deliveryCount());
            duesMs.add(message.dueMs());
        }
        fields.put("numbers", numbers);
        fields.put("deliveryCounts", deliveryCounts);
        fields.put("duesMs", duesMs);
    }

    private void describeDeletion(RecordView view, Map<String, Object> fields) {
        var effect = new DestinationDeletedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("destination", effect.destination());
    }

    private void describeDestination(RecordView view, Map<String, Object> fields) {
        var effect = new DestinationCreatedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("destination", effect.destination());
        fields.put("kind", effect.kind().name());
        fields.put("name", effect.name());
    }

    private void describeProperties(RecordView view, Map<String, Object> fields) {
        var effect = new PropertiesSetDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        Map<String, Object> properties = new LinkedHashMap<>();
        for (PropertiesSetDecoder.PropertiesDecoder property : effect.properties()) {
            String key = property.key();
            properties.put(key, property.value());
        }
        fields.put("destination", effect.destination());
        fields.put("properties", properties);
    }

    private void describeSubscription(RecordView view, Map<String, Object> fields) {
        var effect = new SubscriptionCreatedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("queue", effect.queue());
        fields.put("topic", effect.topic());
        fields.put("shared", effect.shared() == 1);
        fields.put("noLocal", effect.noLocal() == 1);
        fields.put("clientId", effect.clientId());
        fields.put("name", effect.name());
        fields.put("selector", effect.selector());
    }

    /** Ids are random over all 64 bits, which many readers of JSON cannot hold as a number. */
    private static void putOrigin(Map<String, Object> fields, long producerId, long sequence) {
        fields.put("producer", hex(producerId));
        fields.put("sequence", sequence);
    }

    private static void putConsumers(Map<String, Object> fields, long high, long low, long queue) {
        fields.put("connection", new ConnectionId(high, low).toString());
        fields.put("queue", queue);
    }

    private static String hex(long id) {
        return HexFormat.of().toHexDigits(id);
    }
}
