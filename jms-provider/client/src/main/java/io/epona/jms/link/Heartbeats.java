package io.epona.jms.link;

import io.epona.protocol.ErrorCode;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Keeps a quiet socket alive, and ends one on which nothing comes any more. Event loop only. */
final class Heartbeats {
    private static final int SILENCE_LIMIT = 3;

    private final EventLoop loop;
    private final FrameWriter writer;
    private ScheduledFuture<?> ticks;

    Heartbeats(EventLoop loop, FrameWriter writer) {
        this.loop = loop;
        this.writer = writer;
    }

    void start(FrameReader reader, long intervalMs) {
        stop();
        // Twice per interval, so that no silence lasts much longer than one.
        long periodMs = Math.max(1, intervalMs / 2);
        ticks = loop.scheduleWithFixedDelay(
                () -> tick(reader, TimeUnit.MILLISECONDS.toNanos(intervalMs)),
                periodMs,
                periodMs,
                TimeUnit.MILLISECONDS);
    }

    void stop() {
        if (ticks != null) {
            ticks.cancel(false);
            ticks = null;
        }
    }

    private void tick(FrameReader reader, long intervalNs) {
        long nowNs = System.nanoTime();
        long silentNs = nowNs - reader.lastReadNs();
        if (silentNs > SILENCE_LIMIT * intervalNs) {
            stop();
            long silentMs = TimeUnit.NANOSECONDS.toMillis(silentNs);
            reader.end(new Failure(ErrorCode.PEER_SILENT, "nothing came from the broker: silentMs=" + silentMs));
        } else if (nowNs - writer.lastFlushNs() >= intervalNs / 2) {
            writer.write(Frames.heartbeat());
        }
    }
}
