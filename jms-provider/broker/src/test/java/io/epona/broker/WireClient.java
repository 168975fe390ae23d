package io.epona.broker;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.AcknowledgeEncoder;
import io.epona.protocol.wire.AuthenticateEncoder;
import io.epona.protocol.wire.BrowseEncoder;
import io.epona.protocol.wire.CommitEncoder;
import io.epona.protocol.wire.ConsumerCreditEncoder;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.ExpiredEncoder;
import io.epona.protocol.wire.HeldMoreEncoder;
import io.epona.protocol.wire.HelloEncoder;
import io.epona.protocol.wire.MessageEncoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.MessageHeaderEncoder;
import io.epona.protocol.wire.OpenConsumerEncoder;
import io.epona.protocol.wire.OpenSessionEncoder;
import io.epona.protocol.wire.ProofEncoder;
import io.epona.protocol.wire.ResumeCompleteEncoder;
import io.epona.protocol.wire.SendEncoder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Speaks the wire protocol over a plain socket, one frame at a time. */
final class WireClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final NioBuffer buffer = NioBuffer.growable(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    WireClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    /** A frame that came in. */
    record Frame(int template, int blockLength, int version, NioBuffer buffer) {
        int body() {
            return Protocol.HEADER_LENGTH;
        }
    }

    WireClient hello(long connectionId, boolean isResumed, String clientId) throws IOException {
        return hello(connectionId, isResumed, clientId, 10_000);
    }

    WireClient hello(long connectionId, boolean isResumed, String clientId, int heartbeatMs) throws IOException {
        return hello(Protocol.VERSION, connectionId, isResumed, clientId, heartbeatMs);
    }

    WireClient hello(int version, long connectionId, boolean isResumed, String clientId, int heartbeatMs)
            throws IOException {
        HelloEncoder hello = new HelloEncoder();
        hello.wrapAndApplyHeader(buffer, 0, header)
                .magic(Protocol.MAGIC)
                .protocolVersion(version)
                .resumed((short) (isResumed ? 1 : 0))
                .connectionIdHigh(connectionId)
                .connectionIdLow(connectionId)
                .heartbeatMs(heartbeatMs)
                .clientId(clientId)
                .product("test");
        return write(hello.encodedLength());
    }

    WireClient authenticate(int version, String clientFirst) throws IOException {
        AuthenticateEncoder authenticate = new AuthenticateEncoder();
        authenticate
                .wrapAndApplyHeader(buffer, 0, header)
                .magic(Protocol.MAGIC)
                .protocolVersion(version)
                .clientFirst(clientFirst);
        return write(authenticate.encodedLength());
    }

    WireClient prove(String clientFinal) throws IOException {
        ProofEncoder proof = new ProofEncoder();
        proof.wrapAndApplyHeader(buffer, 0, header).clientFinal(clientFinal);
        return write(proof.encodedLength());
    }

    WireClient openSession(int session, long producerId) throws IOException {
        OpenSessionEncoder frame = new OpenSessionEncoder();
        frame.wrapAndApplyHeader(buffer, 0, header)
                .request(session)
                .session(session)
                .producerId(producerId);
        return write(frame.encodedLength());
    }

    WireClient openQueueConsumer(int session, int consumer, String queue) throws IOException {
        return resumeQueueConsumer(session, consumer, queue, 1, new long[0][]);
    }

    WireClient resumeQueueConsumer(int session, int consumer, String queue, long nextDeliveryId, long[][] held)
            throws IOException {
        return resumeQueueConsumer(session, consumer, queue, nextDeliveryId, held, 0);
    }

    /** @param heldMore how many deliveries it says that it names in further frames */
    WireClient resumeQueueConsumer(
            int session, int consumer, String queue, long nextDeliveryId, long[][] held, long heldMore)
            throws IOException {
        OpenConsumerEncoder frame = new OpenConsumerEncoder();
        frame.wrapAndApplyHeader(buffer, 0, header)
                .request(100 + consumer)
                .session(session)
                .consumer(consumer)
                .destinationKind(DestinationKind.QUEUE)
                .nextDeliveryId(nextDeliveryId)
                .heldMore(heldMore);
        frame.flags().clear().resumed(nextDeliveryId > 1);
        OpenConsumerEncoder.HeldEncoder group = frame.heldCount(held.length);
        for (long[] delivery : held) {
            group.next().deliveryId(delivery[0]).messageNumber(delivery[1]);
        }
        frame.destination(queue).subscription("").selector("");
        return write(frame.encodedLength());
    }

    WireClient heldMore(int consumer, long[]... held) throws IOException {
        HeldMoreEncoder frame = new HeldMoreEncoder();
        frame.wrapAndApplyHeader(buffer, 0, header).consumer(consumer);
        HeldMoreEncoder.HeldEncoder group = frame.heldCount(held.length);
        for (long[] delivery : held) {
            group.next().deliveryId(delivery[0]).messageNumber(delivery[1]);
        }
        return write(frame.encodedLength());
    }

    WireClient openDurableConsumer(int session, int consumer, String topic, String subscription, String selector)
            throws IOException {
        return openTopicConsumer(session, consumer, topic, subscription, selector, new Terms(true, false, false));
    }

    WireClient openSharedConsumer(int session, int consumer, String topic, String subscription, boolean isDurable)
            throws IOException {
        return openTopicConsumer(session, consumer, topic, subscription, "", new Terms(isDurable, true, false));
    }

    /** What kind of subscription. */
    record Terms(boolean isDurable, boolean isShared, boolean isNoLocal) {}

    WireClient openTopicConsumer(
            int session, int consumer, String topic, String subscription, String selector, Terms terms)
            throws IOException {
        OpenConsumerEncoder frame = new OpenConsumerEncoder();
        frame.wrapAndApplyHeader(buffer, 0, header)
                .request(100 + consumer)
                .session(session)
                .consumer(consumer)
                .destinationKind(DestinationKind.TOPIC)
                .nextDeliveryId(1)
                .heldMore(0);
        frame.flags()
                .clear()
                .durable(terms.isDurable())
                .shared(terms.isShared())
                .noLocal(terms.isNoLocal());
        frame.heldCount(0);
        frame.destination(topic).subscription(subscription).selector(selector);
        return write(frame.encodedLength());
    }

    /** Asks for the first messages of a queue, or for more of a snapshot. */
    WireClient browse(int session, int messages, long lastMessage, long afterMessage, String queue) throws IOException {
        BrowseEncoder frame = new BrowseEncoder();
        frame.wrapAndApplyHeader(buffer, 0, header)
                .request(200)
                .session(session)
                .messages(messages)
                .priority((short) (lastMessage == 0 ? 9 : 4))
                .bytes(1 << 20)
                .lastMessage(lastMessage)
                .afterMessage(afterMessage)
                .queue(queue)
                .selector("");
        return write(frame.encodedLength());
    }

    WireClient resumeComplete() throws IOException {
        ResumeCompleteEncoder frame = new ResumeCompleteEncoder();
        frame.wrapAndApplyHeader(buffer, 0, header);
        return write(frame.encodedLength());
    }

    WireClient credit(int consumer, int messages) throws IOException {
        ConsumerCreditEncoder frame = new ConsumerCreditEncoder();
        frame.wrapAndApplyHeader(buffer, 0, header)
                .consumer(consumer)
                .messages(messages)
                .bytes(1 << 20);
        return write(frame.encodedLength());
    }

    WireClient expired(int consumer, long deliveryId) throws IOException {
        ExpiredEncoder frame = new ExpiredEncoder();
        frame.wrapAndApplyHeader(buffer, 0, header).consumer(consumer).deliveryId(deliveryId);
        return write(frame.encodedLength());
    }

    WireClient send(int session, long sequence, boolean isTransacted, String queue, String body) throws IOException {
        return send(session, sequence, isTransacted, message(queue, body));
    }

    WireClient publish(int session, long sequence, String topic, String body) throws IOException {
        return send(session, sequence, false, message(DestinationKind.TOPIC, topic, body));
    }

    private WireClient send(int session, long sequence, boolean isTransacted, byte[] message) throws IOException {
        SendEncoder frame = new SendEncoder();
        frame.wrapAndApplyHeader(buffer, 0, header)
                .session(session)
                .transacted((short) (isTransacted ? 1 : 0))
                .sequence(sequence)
                .putMessage(message, 0, message.length);
        return write(frame.encodedLength());
    }

    static byte[] message(String queue, String body) {
        return message(DestinationKind.QUEUE, queue, body);
    }

    private static byte[] message(DestinationKind kind, String destination, String body) {
        NioBuffer content = NioBuffer.growable(256);
        MessageEncoder message = new MessageEncoder();
        message.wrapAndApplyHeader(content, 0, new MessageHeaderEncoder())
                .priority((short) 4)
                .destinationKind(kind);
        message.flags().clear().persistent(true);
        byte[] encodedBody = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        message.destination(destination)
                .messageId("")
                .correlationId("")
                .jmsType("")
                .replyTo("")
                .putProperties(new byte[0], 0, 0)
                .putBody(encodedBody, 0, encodedBody.length);
        byte[] bytes = new byte[Protocol.HEADER_LENGTH + message.encodedLength()];
        content.getBytes(0, bytes);
        return bytes;
    }

    WireClient acknowledge(int session, long sequence, int consumer, long from, long to) throws IOException {
        AcknowledgeEncoder frame = new AcknowledgeEncoder();
        frame.wrapAndApplyHeader(buffer, 0, header).session(session).sequence(sequence);
        frame.rangesCount(1).next().consumer(consumer).from(from).to(to);
        return write(frame.encodedLength());
    }

    WireClient commit(int session, long sequence, int sendCount) throws IOException {
        CommitEncoder frame = new CommitEncoder();
        frame.wrapAndApplyHeader(buffer, 0, header)
                .session(session)
                .sequence(sequence)
                .sendCount(sendCount)
                .rangesCount(0);
        return write(frame.encodedLength());
    }

    private WireClient write(int encodedLength) throws IOException {
        byte[] frame = new byte[Protocol.HEADER_LENGTH + encodedLength];
        buffer.getBytes(0, frame);
        return writeFrame(frame.length, frame);
    }

    WireClient writeFrame(int length, byte[] frame) throws IOException {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + frame.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .put(frame)
                .array();
        return writeBytes(bytes);
    }

    WireClient writeBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** The next frame, null at the end of the stream. */
    Frame read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = first | in.read() << 8 | in.read() << 16 | in.read() << 24;
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        NioBuffer frame = new NioBuffer();
        frame.wrap(bytes);
        MessageHeaderDecoder decoder = new MessageHeaderDecoder().wrap(frame, 0);
        return new Frame(decoder.templateId(), decoder.blockLength(), decoder.version(), frame);
    }

    /** The next frame of this template; others before it are skipped. */
    Frame read(int template) throws IOException {
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.template() == template) {
                return frame;
            }
        }
        throw new IOException("closed before a frame came: template=" + template);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
