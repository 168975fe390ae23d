package io.epona.jms;

import io.epona.buffer.NioBuffer;
import io.epona.jms.destination.EponaDestination;
import io.epona.jms.errors.JmsErrors;
import io.epona.jms.link.Bytes;
import io.epona.jms.link.ClientSession;
import io.epona.jms.message.EponaMessage;
import io.epona.jms.message.ForeignMessages;
import io.epona.jms.message.MessageEncoder;
import io.epona.protocol.ErrorCode;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends the messages of a session: sets the headers, encodes, and waits for the broker or has the session's thread tell a
 * completion listener. A lock keeps apart the application's thread and a completion listener that sends.
 */
final class Outbox {
    private static final int INITIAL_LENGTH = 4 * 1024;
    /** A buffer that grew beyond this is not kept. */
    private static final int KEPT_LENGTH = 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final ClientSession session;
    private final SessionThread thread;
    private final MessageEncoder encoder = new MessageEncoder();
    private final String idPrefix;
    private NioBuffer buffer = NioBuffer.growable(INITIAL_LENGTH);
    private long messageCount;

    Outbox(ClientSession session, SessionThread thread) {
        this.session = session;
        this.thread = thread;
        this.idPrefix = "ID:" + Long.toHexString(session.producerId()) + "-";
    }

    /**
     * Sends a message. Without a listener a persistent message is safe with the broker on return.
     *
     * @param listener null to wait
     */
    void send(EponaDestination destination, Message message, SendOptions options, CompletionListener listener)
            throws JMSException {
        if (message == null) {
            throw JmsErrors.of(ErrorCode.INVALID_MESSAGE, "message is null: destination=" + destination.name());
        }
        Destinations.requireSendable(destination);
        if (options.deliveryDelayMs() != 0) {
            session.requireDelays();
        }
        long sequence;
        lock.lock();
        try {
            EponaMessage own = message instanceof EponaMessage m ? m : ForeignMessages.copyOf(message);
            setHeaders(own, destination, options);
            sequence = session.send(encode(own), options.isPersistent(), listener == null, destination.name());
            if (own != message) {
                ForeignMessages.copySendHeaders(own, message);
            }
            if (listener != null) {
                thread.addCompletion(new Completion(sequence, message, listener, session));
            }
        } finally {
            lock.unlock();
        }
        if (listener == null && sequence != 0) {
            session.awaitSent(sequence, destination.name());
        }
    }

    private void setHeaders(EponaMessage message, EponaDestination destination, SendOptions options) {
        long nowMs = WallClock.nowMs();
        message.setJMSDestination(destination);
        message.setJMSDeliveryMode(options.deliveryMode());
        message.setJMSPriority(options.priority());
        message.setJMSTimestamp(options.isTimestampDisabled() ? 0 : nowMs);
        message.setJMSDeliveryTime(later(nowMs, options.deliveryDelayMs()));
        message.setDelayed(options.deliveryDelayMs() != 0);
        message.setJMSExpiration(options.timeToLiveMs() == 0 ? 0 : later(nowMs, options.timeToLiveMs()));
        message.setJMSMessageID(options.isMessageIdDisabled() ? null : idPrefix + ++messageCount);
    }

    private static long later(long nowMs, long durationMs) {
        return durationMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + durationMs;
    }

    private Bytes encode(EponaMessage message) throws JMSException {
        if (buffer.capacity() > KEPT_LENGTH) {
            buffer = NioBuffer.growable(INITIAL_LENGTH);
        }
        int length = encoder.encode(message, buffer, 0);
        return new Bytes(buffer.byteArray(), buffer.wrapAdjustment(), length);
    }
}
