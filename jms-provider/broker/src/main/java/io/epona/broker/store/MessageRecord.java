package io.epona.broker.store;

import io.epona.broker.effects.MessageAddedDecoder;
import io.epona.broker.effects.MessageHeaderDecoder;
import io.epona.broker.effects.MessageRelocatedDecoder;
import io.epona.broker.effects.PendingAddedDecoder;
import io.epona.journal.RecordView;
import org.agrona.DirectBuffer;

/** A record of the journal that holds a message, be it where it was added or where it was copied to. Not thread-safe. */
public final class MessageRecord {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageAddedDecoder added = new MessageAddedDecoder();
    private final MessageRelocatedDecoder relocated = new MessageRelocatedDecoder();
    private final PendingAddedDecoder pending = new PendingAddedDecoder();
    private DirectBuffer buffer;
    private long transaction;
    private int destination;
    private long number;
    private boolean isSpilled;
    private int offset;
    private int length;

    /**
     * Looks at a record; what this says of it holds as long as the view.
     *
     * @return false if it is not of that kind
     */
    public boolean wrap(RecordView view) {
        buffer = view.buffer();
        transaction = 0;
        destination = 0;
        switch (view.type()) {
            case MessageAddedDecoder.TEMPLATE_ID -> wrapAdded(view.offset());
            case MessageRelocatedDecoder.TEMPLATE_ID -> wrapRelocated(view.offset());
            case PendingAddedDecoder.TEMPLATE_ID -> wrapPending(view.offset());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void wrapAdded(int start) {
        added.wrapAndApplyHeader(buffer, start, header);
        number = added.number();
        isSpilled = added.spilled() != 0;
        added.targets().forEach(target -> {});
        length = added.messageLength();
        offset = added.limit() + MessageAddedDecoder.messageHeaderLength();
    }

    private void wrapRelocated(int start) {
        relocated.wrapAndApplyHeader(buffer, start, header);
        number = relocated.number();
        isSpilled = relocated.spilled() != 0;
        relocated.targets().forEach(target -> {});
        length = relocated.messageLength();
        offset = relocated.limit() + MessageRelocatedDecoder.messageHeaderLength();
    }

    private void wrapPending(int start) {
        pending.wrapAndApplyHeader(buffer, start, header);
        transaction = pending.transaction();
        destination = (int) pending.destination();
        number = pending.place();
        isSpilled = pending.spilled() != 0;
        length = pending.messageLength();
        offset = pending.limit() + PendingAddedDecoder.messageHeaderLength();
    }

    /** The large transaction that the record belongs to, 0 for none. */
    public long transaction() {
        return transaction;
    }

    /** Where that transaction has sent the message to, 0 if that does not outlive the broker. */
    public int destination() {
        return destination;
    }

    /** The broker's number of the message; of one of a large transaction, its place among those of the transaction. */
    public long number() {
        return number;
    }

    /** Whether a restart skips it. */
    public boolean isSpilled() {
        return isSpilled;
    }

    /** Where the encoded message is, from {@link #offset()}. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where in the buffer the message begins. */
    public int offset() {
        return offset;
    }

    /** Length of the encoded message. */
    public int length() {
        return length;
    }
}
