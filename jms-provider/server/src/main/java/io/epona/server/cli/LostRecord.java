package io.epona.server.cli;

import io.epona.broker.inspect.ContentTally;
import io.epona.broker.inspect.EffectDescription;
import io.epona.broker.inspect.QueueTally;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A record that damage takes with it, and what follows from that, which the records behind it decide. */
final class LostRecord {
    private final long position;
    private final boolean isIntact;
    private final EffectDescription effect;
    private final Set<Long> queues;

    /** @param isIntact whether what the effect says can be believed */
    LostRecord(long position, boolean isIntact, EffectDescription effect) {
        this.position = position;
        this.isIntact = isIntact;
        this.effect = effect;
        queues = new HashSet<>(effect.queueNumbers());
    }

    boolean isIntact() {
        return isIntact;
    }

    /** The message that it holds; empty if it holds none. */
    List<Long> heldMessage() {
        return effect.holdsMessage() ? effect.messageNumbers() : List.of();
    }

    /** The message was removed from a queue further on. */
    void onRemoved(long queue) {
        queues.remove(queue);
    }

    /** Whether a message is not to be had any more that should be. */
    boolean losesMessage(ContentTally content) {
        return effect.holdsMessage()
                && !queues.isEmpty()
                && content.positionOf(effect.messageNumbers().get(0)) == ContentTally.NOWHERE;
    }

    /** The messages that were removed, and now seem not to have been. */
    List<Long> returning(ContentTally content) {
        if (!"MessagesRemoved".equals(effect.type()) || effect.queueNumbers().isEmpty()) {
            return List.of();
        }
        QueueTally queue = content.queueByNumber(effect.queueNumbers().get(0));
        return effect.messageNumbers().stream()
                .filter(number -> queue != null && queue.isLive(number))
                .toList();
    }

    private String consequence(ContentTally content) {
        if (!returning(content).isEmpty()) {
            return "messages that were removed come back";
        } else if (!effect.holdsMessage()) {
            return "what it says is lost";
        } else if (losesMessage(content)) {
            return "message is lost";
        }
        return queues.isEmpty() ? "none, the message was removed later" : "none, the message is elsewhere in the log";
    }

    Map<String, Object> fields(ContentTally content) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("position", position);
        fields.put("isIntact", isIntact);
        fields.put("type", effect.type());
        fields.put("messages", effect.messageNumbers());
        fields.put("queues", effect.queueNumbers().stream().map(content::nameOf).toList());
        if (effect.holdsMessage()) {
            fields.put("messageId", effect.messageHeader("messageId"));
        }
        fields.put("consequence", consequence(content));
        if (!returning(content).isEmpty()) {
            fields.put("returning", returning(content));
        }
        return fields;
    }
}
