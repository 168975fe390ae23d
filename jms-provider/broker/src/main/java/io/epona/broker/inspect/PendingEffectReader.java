package io.epona.broker.inspect;

import io.epona.broker.effects.BranchPendingDecoder;
import io.epona.broker.effects.MessageHeaderDecoder;
import io.epona.broker.effects.PendingAddedDecoder;
import io.epona.broker.effects.PendingCommittedDecoder;
import io.epona.journal.RecordView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Describes the effects of large transactions. Not thread-safe. */
final class PendingEffectReader {
    static final Map<Integer, String> TYPES = Map.of(
            PendingAddedDecoder.TEMPLATE_ID, "PendingAdded",
            PendingCommittedDecoder.TEMPLATE_ID, "PendingCommitted",
            BranchPendingDecoder.TEMPLATE_ID, "BranchPending");

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final StoredMessageReader messages;

    PendingEffectReader(StoredMessageReader messages) {
        this.messages = messages;
    }

    /** @return false if the record is about something else */
    boolean describe(RecordView view, Map<String, Object> fields) {
        switch (view.type()) {
            case PendingAddedDecoder.TEMPLATE_ID -> describeAdded(view, fields);
            case PendingCommittedDecoder.TEMPLATE_ID -> describeCommitted(view, fields);
            case BranchPendingDecoder.TEMPLATE_ID -> {
                var effect = new BranchPendingDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
                fields.put("branch", effect.branch());
                fields.put("transaction", effect.transaction());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void describeAdded(RecordView view, Map<String, Object> fields) {
        var effect = new PendingAddedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("transaction", effect.transaction());
        fields.put("place", effect.place());
        fields.put("destination", effect.destination());
        fields.put("spilled", effect.spilled() != 0);
        int length = effect.messageLength();
        int start = effect.limit() + PendingAddedDecoder.messageHeaderLength();
        fields.put("message", messages.describe(view.buffer(), start, length));
    }

    private void describeCommitted(RecordView view, Map<String, Object> fields) {
        var effect = new PendingCommittedDecoder().wrapAndApplyHeader(view.buffer(), view.offset(), header);
        fields.put("transaction", effect.transaction());
        fields.put("shift", effect.shift());
        List<Long> destinations = new ArrayList<>();
        List<Long> targets = new ArrayList<>();
        for (PendingCommittedDecoder.RoutesDecoder route : effect.routes()) {
            destinations.add(route.destination());
            targets.add(route.queue());
        }
        fields.put("destinations", destinations);
        fields.put("targets", targets);
    }
}
