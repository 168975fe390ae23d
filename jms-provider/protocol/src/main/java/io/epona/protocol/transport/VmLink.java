package io.epona.protocol.transport;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One end of a link inside the JVM: what one side writes is handed to the event loop of the other. Each end lives on its
 * own event loop. Frames are not checked, both ends are this library.
 */
final class VmLink implements FrameLink {
    private static final long HIGH_WATER_MARK = 1024 * 1024;
    private static final long LOW_WATER_MARK = 512 * 1024;

    private final String name;
    private final EventLoop loop;
    private final NioBuffer view = new NioBuffer();
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>();
    /** Bytes written by this end that the peer has not read yet. */
    private final AtomicLong unreadBytes = new AtomicLong();

    private VmLink peer;
    private FrameListener listener;
    private boolean isReading = true;
    private boolean isClosed;

    private VmLink(String name, EventLoop loop) {
        this.name = name;
        this.loop = loop;
    }

    /** Makes both ends of a link; each gets its listener on its own event loop before any frame can come. */
    static void connect(String name, Transports.Endpoint accepting, Transports.Endpoint connecting) {
        VmLink server = new VmLink(name, accepting.loop());
        VmLink client = new VmLink(name, connecting.loop());
        server.peer = client;
        client.peer = server;
        server.loop.execute(() -> {
            server.listener = accepting.listeners().apply(server);
            client.loop.execute(() -> client.listener = connecting.listeners().apply(client));
        });
    }

    @Override
    public void write(ByteBuf frames) {
        unreadBytes.addAndGet(frames.readableBytes());
        try {
            peer.loop.execute(() -> peer.receive(frames));
        } catch (RejectedExecutionException e) {
            // The other side has ended its event loop without a word, as a broker does that is stopped.
            frames.release();
            loop.execute(this::end);
        }
    }

    @Override
    public boolean writeHere(ByteBuf frames) {
        return false;
    }

    private void receive(ByteBuf frames) {
        if (isClosed) {
            frames.release();
        } else if (isReading) {
            deliver(frames);
            listener.onFramesEnd();
        } else {
            held.add(frames);
        }
    }

    private void deliver(ByteBuf frames) {
        int length = frames.readableBytes();
        try {
            while (!isClosed && frames.isReadable()) {
                int start = frames.readerIndex();
                int frameLength = frames.getIntLE(start);
                ByteBuffer memory = frames.internalNioBuffer(start + Protocol.LENGTH_PREFIX, frameLength);
                view.wrap(memory.order(ByteOrder.LITTLE_ENDIAN), memory.position(), frameLength);
                listener.onFrame(view, 0, frameLength);
                frames.readerIndex(start + Protocol.LENGTH_PREFIX + frameLength);
            }
        } finally {
            frames.release();
            peer.onRead(length);
        }
    }

    private void onRead(int length) {
        long after = unreadBytes.addAndGet(-length);
        if (after <= LOW_WATER_MARK && after + length > LOW_WATER_MARK) {
            loop.execute(this::tellWritable);
        }
    }

    private void tellWritable() {
        if (!isClosed) {
            listener.onWritabilityChanged();
        }
    }

    @Override
    public boolean isWritable() {
        return unreadBytes.get() < HIGH_WATER_MARK;
    }

    @Override
    public void setReading(boolean isReading) {
        this.isReading = isReading;
        if (isReading && !held.isEmpty()) {
            loop.execute(this::deliverHeld);
        }
    }

    private void deliverHeld() {
        while (isReading && !held.isEmpty()) {
            receive(held.poll());
        }
    }

    @Override
    public void setMaxFrameLength(int length) {
        // Frames come from this library, which keeps to the limits when it writes.
    }

    @Override
    public void close() {
        for (VmLink side : List.of(peer, this)) {
            try {
                side.loop.execute(side::end);
            } catch (RejectedExecutionException e) {
                // That side's event loop has ended, and with it everything on it.
                side.unreadBytes.set(0);
            }
        }
    }

    private void end() {
        if (!isClosed) {
            isClosed = true;
            for (ByteBuf frames = held.poll(); frames != null; frames = held.poll()) {
                frames.release();
            }
            listener.onClosed();
        }
    }

    @Override
    public String remoteAddress() {
        return "vm://" + name;
    }
}
