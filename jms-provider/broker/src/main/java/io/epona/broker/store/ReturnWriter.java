package io.epona.broker.store;

import io.epona.broker.effects.MessageHeaderEncoder;
import io.epona.broker.effects.MessagesReturnedEncoder;
import io.epona.protocol.Durability;
import org.agrona.MutableDirectBuffer;

/** Writes that messages came back. Nobody waits for it, so it asks for no sync of its own. */
public final class ReturnWriter {
    private static final int MAX_MESSAGES = 4096;

    private final EffectWriter effects;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessagesReturnedEncoder encoder = new MessagesReturnedEncoder();

    /** Writes to where these effects go. */
    public ReturnWriter(EffectWriter effects) {
        this.effects = effects;
    }

    /** Messages of an index came back; nothing if there are none, several records if they are very many. */
    public void messagesReturned(int queue, ReturnedMessages messages) {
        effects.need(Durability.OS);
        for (int start = 0; start < messages.size(); start += MAX_MESSAGES) {
            write(queue, messages, start, Math.min(messages.size(), start + MAX_MESSAGES));
        }
        effects.needUsual();
    }

    private void write(int queue, ReturnedMessages messages, int start, int end) {
        int length = MessageHeaderEncoder.ENCODED_LENGTH
                + MessagesReturnedEncoder.BLOCK_LENGTH
                + MessagesReturnedEncoder.MessagesEncoder.HEADER_SIZE
                + (end - start) * MessagesReturnedEncoder.MessagesEncoder.sbeBlockLength();
        MutableDirectBuffer buffer = effects.claim(MessagesReturnedEncoder.TEMPLATE_ID, length);
        MessagesReturnedEncoder.MessagesEncoder group = encoder.wrapAndApplyHeader(
                        buffer, effects.claimOffset(), header)
                .queue(queue)
                .messagesCount(end - start);
        for (int i = start; i < end; i++) {
            group.next()
                    .number(messages.number(i))
                    .deliveryCount(messages.deliveryCount(i))
                    .dueMs(messages.dueMs(i));
        }
        effects.commit(true);
    }
}
