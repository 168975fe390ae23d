package io.epona.broker.inspect;

import io.epona.broker.effects.BranchAcknowledgedDecoder;
import io.epona.broker.effects.BranchCompletedDecoder;
import io.epona.broker.effects.BranchForgottenDecoder;
import io.epona.broker.effects.BranchPreparedDecoder;
import io.epona.broker.effects.BranchSentDecoder;
import io.epona.broker.effects.MessageHeaderDecoder;
import io.epona.broker.store.ConnectionId;
import io.epona.journal.RecordView;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Describes the effects of branches of distributed transactions. Not thread-safe. */
final class BranchEffectReader {
    static final Map<Integer, String> TYPES = Map.of(
            BranchSentDecoder.TEMPLATE_ID, "BranchSent",
            BranchAcknowledgedDecoder.TEMPLATE_ID, "BranchAcknowledged",
            BranchPreparedDecoder.TEMPLATE_ID, "BranchPrepared",
            BranchCompletedDecoder.TEMPLATE_ID, "BranchCompleted",
            BranchForgottenDecoder.TEMPLATE_ID, "BranchForgotten");

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final StoredMessageReader messages;

    BranchEffectReader(StoredMessageReader messages) {
        this.messages = messages;
    }

    /** @return false if the record is about something else */
    boolean describe(RecordView view, Map<String, Object> fields) {
        switch (view.type()) {
            case BranchSentDecoder.TEMPLATE_ID -> describeSent(view, fields);
            case BranchAcknowledgedDecoder.TEMPLATE_ID -> describeAcknowledged(view, fields);
            case BranchPreparedDecoder.TEMPLATE_ID -> describePrepared(view, fields);
            case BranchCompletedDecoder.TEMPLATE_ID -> describeCompleted(view, fields);
            case BranchForgottenDecoder.TEMPLATE_ID -> describeForgotten(view, fields);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void describeSent(RecordView view, Map<String, Object> fields) {
        var effect = new BranchSentDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("branch", effect.branch());
        int length = effect.messageLength();
        int start = effect.limit() + BranchSentDecoder.messageHeaderLength();
        fields.put("message", messages.describe(view.buffer(), start, length));
    }

    private void describeAcknowledged(RecordView view, Map<String, Object> fields) {
        var effect = new BranchAcknowledgedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("branch", effect.branch());
        fields.put("queue", effect.queue());
        List<Long> numbers = new ArrayList<>();
        for (BranchAcknowledgedDecoder.NumbersDecoder locked : effect.numbers()) {
            numbers.add(locked.number());
        }
        fields.put("numbers", numbers);
    }

    private void describePrepared(RecordView view, Map<String, Object> fields) {
        var effect = new BranchPreparedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("branch", effect.branch());
        fields.put("startedMs", effect.startedMs());
        fields.put("preparedMs", effect.preparedMs());
        fields.put("connection", new ConnectionId(effect.connectionIdHigh(), effect.connectionIdLow()).toString());
        int formatId = effect.formatId();
        List<String> producers = new ArrayList<>();
        effect.producers().forEach(each -> producers.add(HexFormat.of().toHexDigits(each.producerId())));
        byte[] globalId = new byte[effect.globalIdLength()];
        effect.getGlobalId(globalId, 0, globalId.length);
        byte[] qualifier = new byte[effect.qualifierLength()];
        effect.getQualifier(qualifier, 0, qualifier.length);
        fields.put("xid", xid(formatId, globalId, qualifier));
        fields.put("clientId", effect.clientId());
        fields.put("producers", String.join(" ", producers));
    }

    private void describeCompleted(RecordView view, Map<String, Object> fields) {
        var effect = new BranchCompletedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        byte[] globalId = new byte[effect.globalIdLength()];
        effect.getGlobalId(globalId, 0, globalId.length);
        byte[] qualifier = new byte[effect.qualifierLength()];
        effect.getQualifier(qualifier, 0, qualifier.length);
        fields.put("xid", xid(effect.formatId(), globalId, qualifier));
        fields.put("outcome", effect.outcome().name());
        fields.put("completedMs", effect.completedMs());
    }

    private void describeForgotten(RecordView view, Map<String, Object> fields) {
        var effect = new BranchForgottenDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        byte[] globalId = new byte[effect.globalIdLength()];
        effect.getGlobalId(globalId, 0, globalId.length);
        byte[] qualifier = new byte[effect.qualifierLength()];
        effect.getQualifier(qualifier, 0, qualifier.length);
        fields.put("xid", xid(effect.formatId(), globalId, qualifier));
    }

    /** A damaged record may hold an id that XA does not allow; it yields nonsense, as any other field does. */
    private static String xid(int formatId, byte[] globalId, byte[] qualifier) {
        HexFormat hex = HexFormat.of();
        return formatId + ":" + hex.formatHex(globalId) + ":" + hex.formatHex(qualifier);
    }
}
