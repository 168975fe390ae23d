package io.epona.protocol.transport;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;

/** A link over a socket: the last handler of its channel's pipeline, which cuts the bytes into frames. */
final class TcpLink extends ByteToMessageDecoder implements FrameLink {
    private final Function<FrameLink, FrameListener> listeners;
    private final NioBuffer view = new NioBuffer();
    private int maxFrameLength = Protocol.MAX_HANDSHAKE_FRAME_LENGTH;
    private boolean isMalformed;
    /** Null before the socket is connected, and if it met itself. */
    private FrameListener listener;

    private volatile Channel channel;

    TcpLink(Function<FrameLink, FrameListener> listeners) {
        this.listeners = listeners;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        channel = context.channel();
        if (channel.localAddress().equals(channel.remoteAddress())) {
            // On one machine a socket can meet itself when nobody listens on a port that the system gives out.
            context.close();
            return;
        }
        listener = listeners.apply(this);
        super.channelActive(context);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (!isMalformed && channel.isOpen() && in.readableBytes() >= Protocol.LENGTH_PREFIX) {
            int start = in.readerIndex();
            int length = in.getIntLE(start);
            if (length < Protocol.HEADER_LENGTH || length > maxFrameLength) {
                refuse(length);
            } else if (in.readableBytes() - Protocol.LENGTH_PREFIX < length) {
                return;
            } else {
                ByteBuffer memory = in.internalNioBuffer(start + Protocol.LENGTH_PREFIX, length);
                view.wrap(memory.order(ByteOrder.LITTLE_ENDIAN), memory.position(), length);
                listener.onFrame(view, 0, length);
                in.readerIndex(start + Protocol.LENGTH_PREFIX + length);
            }
        }
        if (isMalformed || !channel.isOpen()) {
            in.skipBytes(in.readableBytes());
        }
    }

    private void refuse(int length) {
        isMalformed = true;
        boolean isTooLong = length > maxFrameLength && maxFrameLength > Protocol.MAX_HANDSHAKE_FRAME_LENGTH;
        ErrorCode code = isTooLong ? ErrorCode.FRAME_TOO_LONG : ErrorCode.MALFORMED_FRAME;
        String allowed = Protocol.HEADER_LENGTH + ".." + maxFrameLength;
        listener.onMalformed(code, "frame length out of range: length=" + length + " allowed=" + allowed);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        super.channelReadComplete(context);
        if (listener != null) {
            listener.onFramesEnd();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (listener != null) {
            listener.onWritabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        if (listener != null) {
            listener.onClosed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A reset or a broken pipe: the listener learns of it as the end of the link.
        context.close();
    }

    @Override
    public void write(ByteBuf frames) {
        channel.writeAndFlush(frames, channel.voidPromise());
    }

    @Override
    public boolean writeHere(ByteBuf frames) {
        if (!(channel instanceof ClientChannel socket) || !socket.isDrained()) {
            return false;
        }
        try {
            frames.skipBytes(socket.write(frames.internalNioBuffer(frames.readerIndex(), frames.readableBytes())));
        } catch (IOException e) {
            // The event loop is about to find out, too, and ends the link.
            return false;
        }
        return !frames.isReadable();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void setReading(boolean isReading) {
        channel.config().setAutoRead(isReading);
    }

    @Override
    public void setMaxFrameLength(int length) {
        maxFrameLength = length;
    }

    @Override
    public void close() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public String remoteAddress() {
        return String.valueOf(channel.remoteAddress());
    }
}
