package io.epona.jms;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.AcknowledgeConfirmedEncoder;
import io.epona.protocol.wire.BrowseAnsweredEncoder;
import io.epona.protocol.wire.BrowsedEncoder;
import io.epona.protocol.wire.ConsumerOpenedEncoder;
import io.epona.protocol.wire.DeliveryEncoder;
import io.epona.protocol.wire.DisconnectEncoder;
import io.epona.protocol.wire.HeldRefusedEncoder;
import io.epona.protocol.wire.MessageHeaderEncoder;
import io.epona.protocol.wire.MessagesHandledEncoder;
import io.epona.protocol.wire.ProducerCreditEncoder;
import io.epona.protocol.wire.ResponseEncoder;
import io.epona.protocol.wire.SendConfirmedEncoder;
import io.epona.protocol.wire.SendRejectedEncoder;
import io.epona.protocol.wire.SessionOpenedEncoder;
import io.epona.protocol.wire.WelcomeEncoder;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;

/** A broker's end of one socket: writes the frames that a broker can write. */
final class FakePeer {
    private final Socket socket;
    private final DataInputStream in;
    private final NioBuffer buffer = NioBuffer.growable(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    FakePeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** The next frame, null at the end. */
    NioBuffer read() {
        try {
            byte[] frame = new byte[Integer.reverseBytes(in.readInt())];
            in.readFully(frame);
            NioBuffer view = new NioBuffer();
            view.wrap(frame);
            return view;
        } catch (EOFException e) {
            return null;
        } catch (IOException e) {
            // The test, or the client, has cut the socket.
            return null;
        }
    }

    private synchronized void write(int bodyLength) {
        int length = Protocol.HEADER_LENGTH + bodyLength;
        buffer.putInt(0, length);
        try {
            socket.getOutputStream().write(buffer.byteArray(), 0, Protocol.LENGTH_PREFIX + length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the client read to the end of what was written; then it finds the socket ended. */
    void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void welcome(int protocolVersion, boolean isResumed, long runId, int heartbeatMs) {
        WelcomeEncoder welcome = new WelcomeEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        welcome.protocolVersion(protocolVersion)
                .resumed((short) (isResumed ? 1 : 0))
                .brokerRunId(runId)
                .maxFrameLength(Protocol.MAX_FRAME_LENGTH)
                .heartbeatMs(heartbeatMs)
                .resumeGraceMs(5_000)
                .product("fake");
        write(welcome.encodedLength());
    }

    /** As a broker of version 3 says it, without what came later. */
    synchronized void messagesHandledOfVersion3(long request, long count) {
        MessagesHandledEncoder handled =
                new MessagesHandledEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        handled.request(request).complete((short) 1).count(count);
        int length = MessagesHandledEncoder.passedOverEncodingOffset();
        header.blockLength(length).version(3);
        write(length);
    }

    synchronized void disconnect(ErrorCode code, String reason) {
        DisconnectEncoder disconnect =
                new DisconnectEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        disconnect.code(code.number()).reason(reason);
        write(disconnect.encodedLength());
    }

    synchronized void sessionOpened(long request, long session, FakeBroker.SessionAnswer answer) {
        SessionOpenedEncoder opened =
                new SessionOpenedEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        opened.request(request)
                .session(session)
                .lastSequence(answer.lastSequence())
                .creditBytes(answer.creditBytes());
        SessionOpenedEncoder.RejectedEncoder rejected =
                opened.rejectedCount(answer.rejected().size());
        for (Map.Entry<Long, ErrorCode> each : answer.rejected().entrySet()) {
            rejected.next().sequence(each.getKey()).code(each.getValue().number());
        }
        write(opened.encodedLength());
    }

    synchronized void consumerOpened(long request, long consumer, List<Long> refused) {
        ConsumerOpenedEncoder opened =
                new ConsumerOpenedEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        opened.request(request).consumer(consumer);
        ConsumerOpenedEncoder.RefusedEncoder group = opened.refusedCount(refused.size());
        refused.forEach(id -> group.next().deliveryId(id));
        write(opened.encodedLength());
    }

    synchronized void heldRefused(long consumer, List<Long> refused) {
        HeldRefusedEncoder frame = new HeldRefusedEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        frame.consumer(consumer);
        HeldRefusedEncoder.RefusedEncoder group = frame.refusedCount(refused.size());
        refused.forEach(id -> group.next().deliveryId(id));
        write(frame.encodedLength());
    }

    synchronized void response(long request, int code, String text) {
        ResponseEncoder response = new ResponseEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        response.request(request).code(code).text(text);
        write(response.encodedLength());
    }

    synchronized void sendConfirmed(long session, long sequence) {
        SendConfirmedEncoder confirmed =
                new SendConfirmedEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        confirmed.session(session).sequence(sequence);
        write(confirmed.encodedLength());
    }

    synchronized void sendRejected(long session, long sequence, ErrorCode code) {
        SendRejectedEncoder rejected =
                new SendRejectedEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        rejected.session(session).code(code.number()).sequence(sequence).text("refused by the test");
        write(rejected.encodedLength());
    }

    synchronized void producerCredit(long session, long bytes) {
        ProducerCreditEncoder credit =
                new ProducerCreditEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        credit.session(session).bytes(bytes);
        write(credit.encodedLength());
    }

    synchronized void acknowledgeConfirmed(long session, long sequence) {
        AcknowledgeConfirmedEncoder confirmed =
                new AcknowledgeConfirmedEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        confirmed.session(session).sequence(sequence);
        write(confirmed.encodedLength());
    }

    synchronized void browsed(long request, long session, long messageNumber) {
        BrowsedEncoder browsed = new BrowsedEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        browsed.request(request).session(session).deliveryCount(1).messageNumber(messageNumber);
        browsed.flags().clear().persistent(true);
        byte[] message = FakeBroker.encoded("m" + messageNumber);
        browsed.putMessage(message, 0, message.length);
        write(browsed.encodedLength());
    }

    synchronized void browseAnswered(long request, long session, FakeBroker.BrowseAnswer answer) {
        BrowseAnsweredEncoder answered =
                new BrowseAnsweredEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        long[] numbers = answer.messageNumbers();
        answered.request(request)
                .session(session)
                .complete((short) (answer.isComplete() ? 1 : 0))
                .priority((short) 4)
                .lastMessage(99)
                .afterMessage(numbers.length == 0 ? 0 : numbers[numbers.length - 1]);
        write(answered.encodedLength());
    }

    synchronized void deliver(FakeBroker.FakeDelivery delivery) {
        DeliveryEncoder encoder = new DeliveryEncoder().wrapAndApplyHeader(buffer, Protocol.LENGTH_PREFIX, header);
        encoder.consumer(delivery.consumer())
                .deliveryCount(delivery.count())
                .deliveryId(delivery.id())
                .messageNumber(delivery.messageNumber());
        encoder.flags().clear().persistent(delivery.isPersistent());
        byte[] message = delivery.message();
        encoder.putMessage(message, 0, message.length);
        write(encoder.encodedLength());
    }
}
