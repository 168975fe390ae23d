package io.epona.protocol.transport;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A socket that another thread than its event loop may write to. The JDK's channels allow that, and never write to a file
 * descriptor that was closed meanwhile.
 */
final class ClientChannel extends NioSocketChannel {
    /** Whether the event loop has nothing left to write. Any thread. */
    boolean isDrained() {
        ChannelOutboundBuffer pending = unsafe().outboundBuffer();
        return pending != null && pending.totalPendingWriteBytes() == 0;
    }

    /** Writes as much as the socket takes at once. Any thread, one at a time. */
    int write(ByteBuffer bytes) throws IOException {
        return javaChannel().write(bytes);
    }
}
