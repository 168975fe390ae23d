package io.epona.jms.link;

import io.epona.protocol.Protocol;
import io.epona.protocol.transport.FrameBuffer;
import io.epona.protocol.transport.FrameLink;
import io.epona.protocol.wire.ConsumerCreditEncoder;
import io.epona.protocol.wire.ExpiredEncoder;
import io.epona.protocol.wire.MessageHeaderEncoder;
import io.epona.protocol.wire.SendEncoder;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.MutableDirectBuffer;

/**
 * The outgoing side of a connection. Any thread writes frames into a buffer; the first one after a flush schedules the
 * next flush on the event loop, so all that gathers meanwhile leaves in one write. Without a link frames are dropped: who
 * writes them keeps what has to be sent again.
 *
 * <p>Its lock is the innermost one: a caller may hold a session's, never the other way round.
 */
final class FrameWriter {
    private static final int SEND_OVERHEAD =
            MessageHeaderEncoder.ENCODED_LENGTH + SendEncoder.BLOCK_LENGTH + SendEncoder.messageHeaderLength();
    /** Much less than the least credit that a broker gives, which comes back only for what it has got. */
    private static final int GATHERED_LENGTH = 16 * 1024;

    private static final int EXPIRED_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + ExpiredEncoder.BLOCK_LENGTH;
    private static final int CREDIT_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + ConsumerCreditEncoder.BLOCK_LENGTH;

    private final ReentrantLock lock = new ReentrantLock();
    private final EventLoop loop;
    private final Runnable flush = this::flush;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SendEncoder send = new SendEncoder();
    private final ExpiredEncoder expired = new ExpiredEncoder();
    private final ConsumerCreditEncoder credit = new ConsumerCreditEncoder();
    /** Sessions that have acknowledgements to write at the next flush, so that many become one frame. */
    private final ArrayDeque<Runnable> beforeFlush = new ArrayDeque<>();

    private FrameBuffer filling = new FrameBuffer();
    /** Event loop only. */
    private FrameBuffer flushing = new FrameBuffer();

    private FrameLink link;
    private boolean isFlushScheduled;
    /** The event loop is writing what it took. */
    private boolean isFlushing;

    private volatile long lastFlushNs = System.nanoTime();

    FrameWriter(EventLoop loop) {
        this.loop = loop;
    }

    void attach(FrameLink newLink) {
        lock.lock();
        try {
            link = newLink;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what was not flushed, and everything from now on. */
    void detach() {
        lock.lock();
        try {
            link = null;
            filling.clear();
        } finally {
            lock.unlock();
        }
    }

    long lastFlushNs() {
        return lastFlushNs;
    }

    /**
     * Has the task run on the event loop just before the next flush, in which its frames leave.
     *
     * @return false if there is no link, so that it will not run
     */
    boolean beforeFlush(Runnable task) {
        lock.lock();
        try {
            if (link == null) {
                return false;
            }
            beforeFlush.add(task);
            scheduleFlush();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void write(Frame frame) {
        write(frame, false);
    }

    /** Writes a frame whose answer the caller waits for next: at once, on this thread if possible. */
    void writeAwaited(Frame frame) {
        write(frame, true);
    }

    private void write(Frame frame, boolean isAwaited) {
        lock.lock();
        try {
            if (link != null) {
                MutableDirectBuffer buffer = filling.begin(frame.maxLength());
                filling.end(frame.encoding().encode(buffer, filling.offset(), header));
                if (!isAwaited || !flushHere()) {
                    scheduleFlush();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes a message.
     *
     * @param isAwaited whether the caller waits for the answer next: then it is written at once, on this thread if possible
     */
    void send(int session, boolean isTransacted, long sequence, Bytes message, boolean isAwaited) {
        lock.lock();
        try {
            if (link != null) {
                MutableDirectBuffer buffer = filling.begin(SEND_OVERHEAD + message.length());
                send.wrapAndApplyHeader(buffer, filling.offset(), header)
                        .session(session)
                        .transacted((short) (isTransacted ? 1 : 0))
                        .sequence(sequence)
                        .putMessage(message.array(), message.offset(), message.length());
                filling.end(Protocol.HEADER_LENGTH + send.encodedLength());
                // Nobody misses a part of a transaction before its end, and that takes along what gathers here.
                boolean mayWait = isTransacted && filling.length() < GATHERED_LENGTH;
                if (!mayWait && !(isAwaited && flushHere())) {
                    scheduleFlush();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** A delivery had expired before the application could see it. */
    void expired(int consumer, long deliveryId) {
        lock.lock();
        try {
            if (link != null) {
                MutableDirectBuffer buffer = filling.begin(EXPIRED_LENGTH);
                expired.wrapAndApplyHeader(buffer, filling.offset(), header)
                        .consumer(consumer)
                        .deliveryId(deliveryId);
                filling.end(EXPIRED_LENGTH);
                scheduleFlush();
            }
        } finally {
            lock.unlock();
        }
    }

    void consumerCredit(int consumer, int messages, long bytes) {
        lock.lock();
        try {
            if (link != null) {
                MutableDirectBuffer buffer = filling.begin(CREDIT_LENGTH);
                credit.wrapAndApplyHeader(buffer, filling.offset(), header)
                        .consumer(consumer)
                        .messages(messages)
                        .bytes(bytes);
                filling.end(CREDIT_LENGTH);
                scheduleFlush();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Spares the waking of the event loop if it has nothing under way that must go before. */
    private boolean flushHere() {
        if (isFlushScheduled || isFlushing || !filling.writeHere(link)) {
            return false;
        }
        lastFlushNs = System.nanoTime();
        return true;
    }

    private void scheduleFlush() {
        if (!isFlushScheduled) {
            isFlushScheduled = true;
            loop.execute(flush);
        }
    }

    private void flush() {
        for (Runnable task = nextBeforeFlush(); task != null; task = nextBeforeFlush()) {
            task.run();
        }
        FrameLink target = beginFlush();
        try {
            if (target == null) {
                flushing.clear();
            } else {
                lastFlushNs = System.nanoTime();
                flushing.writeTo(target);
            }
        } finally {
            endFlush();
        }
    }

    private FrameLink beginFlush() {
        lock.lock();
        try {
            isFlushScheduled = false;
            isFlushing = true;
            FrameBuffer filled = filling;
            filling = flushing;
            flushing = filled;
            return link;
        } finally {
            lock.unlock();
        }
    }

    private void endFlush() {
        lock.lock();
        try {
            isFlushing = false;
        } finally {
            lock.unlock();
        }
    }

    private Runnable nextBeforeFlush() {
        lock.lock();
        try {
            return beforeFlush.poll();
        } finally {
            lock.unlock();
        }
    }
}
