package io.epona.jms;

import io.epona.buffer.NioBuffer;
import io.epona.jms.destination.EponaQueue;
import io.epona.jms.message.EponaTextMessage;
import io.epona.jms.message.MessageEncoder;
import io.epona.jms.message.Messages;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.AcknowledgeDecoder;
import io.epona.protocol.wire.BrowseDecoder;
import io.epona.protocol.wire.CloseConsumerDecoder;
import io.epona.protocol.wire.CloseSessionDecoder;
import io.epona.protocol.wire.CommitDecoder;
import io.epona.protocol.wire.CreateTemporaryDecoder;
import io.epona.protocol.wire.DeleteTemporaryDecoder;
import io.epona.protocol.wire.HeldMoreDecoder;
import io.epona.protocol.wire.HelloDecoder;
import io.epona.protocol.wire.LoadDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.OpenConsumerDecoder;
import io.epona.protocol.wire.OpenSessionDecoder;
import io.epona.protocol.wire.PurgeMessagesDecoder;
import io.epona.protocol.wire.RecoverDecoder;
import io.epona.protocol.wire.SendDecoder;
import io.epona.protocol.wire.UnsubscribeDecoder;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A broker that does what the test says: it notes every frame as a line of text, and answers as a broker does unless it was
 * told not to answer a kind of frame. It takes one connection at a time.
 */
final class FakeBroker implements AutoCloseable {
    /** How many messages a purge handles. */
    static final long PURGED_COUNT = 7;

    /** What a broker knows of a session that is opened. */
    record SessionAnswer(long lastSequence, long creditBytes, Map<Long, ErrorCode> rejected) {}

    /**
     * Some messages of a queue, by their numbers.
     *
     * @param isWhole whether what comes after the messages, and says where they end, comes too
     */
    record BrowseAnswer(boolean isWhole, boolean isComplete, long... messageNumbers) {}

    /** A message on its way. */
    record FakeDelivery(long consumer, long id, long messageNumber, int count, boolean isPersistent, byte[] message) {}

    final List<String> frames = new CopyOnWriteArrayList<>();
    volatile SessionAnswer session = new SessionAnswer(0, 1_000_000, Map.of());
    volatile List<Long> refusedDeliveries = List.of();
    volatile long runId = 1;
    volatile int heartbeatMs = 10_000;
    volatile int protocolVersion = Protocol.VERSION;
    /** The answers to requests to browse, in turn. */
    final Queue<BrowseAnswer> browseAnswers = new ConcurrentLinkedQueue<>();
    /** How a greeting is refused; null to welcome. */
    volatile ErrorCode helloRefusal;

    private final Set<Integer> unanswered = ConcurrentHashMap.newKeySet();
    /** Guarded by the deferred answers, as answering is. */
    private final Set<Integer> deferred = new HashSet<>();

    private final Queue<Runnable> deferredAnswers = new ArrayDeque<>();
    private final Map<Integer, ErrorCode> refused = new ConcurrentHashMap<>();
    private final ServerSocket server;
    /** Of the consumer that is being opened. */
    private long openRequest;

    private long heldMore;
    private volatile FakePeer peer;
    private volatile boolean isCutting;

    FakeBroker() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread acceptor = new Thread(this::accept, "fake-broker");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    String uri() {
        return "epona://127.0.0.1:" + server.getLocalPort();
    }

    String uri(String options) {
        return uri() + "?" + options;
    }

    FakePeer peer() {
        Await.await(() -> peer != null, "a client");
        return peer;
    }

    /** Notes frames of this template, and leaves them without an answer. */
    FakeBroker ignore(int templateId) {
        unanswered.add(templateId);
        return this;
    }

    FakeBroker answer(int templateId) {
        unanswered.remove(templateId);
        return this;
    }

    /** Answers frames of this template no sooner than {@link #answerDeferred} is called. */
    FakeBroker defer(int templateId) {
        synchronized (deferredAnswers) {
            deferred.add(templateId);
        }
        return this;
    }

    void answerDeferred() {
        synchronized (deferredAnswers) {
            deferred.clear();
            for (Runnable answer = deferredAnswers.poll(); answer != null; answer = deferredAnswers.poll()) {
                answer.run();
            }
        }
    }

    /** Answers requests of this template with a code. */
    FakeBroker refuse(int templateId, ErrorCode code) {
        refused.put(templateId, code);
        return this;
    }

    void await(String frame) {
        Await.await(() -> frames.contains(frame), "frame " + frame + " among " + frames);
    }

    void awaitCount(String start, int count) {
        Await.await(() -> starting(start).size() >= count, count + " frames " + start + " among " + frames);
    }

    List<String> starting(String... starts) {
        return frames.stream()
                .filter(frame -> Arrays.stream(starts).anyMatch(frame::startsWith))
                .toList();
    }

    /** Ends the present socket once the client has read what was written, and forgets the frames so far. */
    void cut() {
        isCutting = true;
        peer.endOutput();
        Await.await(() -> !isCutting, "client ends its side");
    }

    void deliver(long consumer, long... ids) {
        for (long id : ids) {
            peer.deliver(new FakeDelivery(consumer, id, 100 + id, 1, true, encoded("m" + id)));
        }
    }

    static byte[] encoded(String text) {
        try {
            EponaTextMessage message = Messages.text();
            message.setText(text);
            message.setJMSDestination(new EponaQueue("orders"));
            message.setJMSDeliveryMode(DeliveryMode.PERSISTENT);
            NioBuffer buffer = NioBuffer.growable(256);
            int length = new MessageEncoder().encode(message, buffer, 0);
            return Arrays.copyOf(buffer.byteArray(), length);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                FakePeer accepted = new FakePeer(server.accept());
                peer = accepted;
                serveToEnd(accepted);
            } catch (IOException e) {
                // The broker was closed.
                frames.add("end");
            }
        }
    }

    private void serveToEnd(FakePeer accepted) {
        try {
            serve(accepted);
        } catch (UncheckedIOException e) {
            // The client's last frames came when it could not be answered any more.
            frames.add("unanswered");
        } finally {
            accepted.cut();
            if (isCutting) {
                frames.clear();
                isCutting = false;
            }
        }
    }

    private void serve(FakePeer from) {
        for (NioBuffer frame = from.read(); frame != null; frame = from.read()) {
            int template = new MessageHeaderDecoder().wrap(frame, 0).templateId();
            frames.add(FrameText.of(frame));
            NioBuffer received = frame;
            synchronized (deferredAnswers) {
                if (deferred.contains(template)) {
                    deferredAnswers.add(() -> answer(from, template, received));
                } else if (!unanswered.contains(template)) {
                    answer(from, template, frame);
                }
            }
        }
    }

    private void answer(FakePeer to, int template, NioBuffer frame) {
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        switch (template) {
            case HelloDecoder.TEMPLATE_ID -> greet(to, new HelloDecoder().wrapAndApplyHeader(frame, 0, header));
            case OpenSessionDecoder.TEMPLATE_ID -> {
                OpenSessionDecoder open = new OpenSessionDecoder().wrapAndApplyHeader(frame, 0, header);
                if (!isRefused(to, template, open.request())) {
                    to.sessionOpened(open.request(), open.session(), session);
                }
            }
            case OpenConsumerDecoder.TEMPLATE_ID ->
                open(to, new OpenConsumerDecoder().wrapAndApplyHeader(frame, 0, header));
            case HeldMoreDecoder.TEMPLATE_ID -> hold(to, new HeldMoreDecoder().wrapAndApplyHeader(frame, 0, header));
            case SendDecoder.TEMPLATE_ID -> confirm(to, new SendDecoder().wrapAndApplyHeader(frame, 0, header));
            case CommitDecoder.TEMPLATE_ID -> {
                CommitDecoder commit = new CommitDecoder().wrapAndApplyHeader(frame, 0, header);
                to.sendConfirmed(commit.session(), commit.sequence());
            }
            case AcknowledgeDecoder.TEMPLATE_ID -> {
                AcknowledgeDecoder acknowledge = new AcknowledgeDecoder().wrapAndApplyHeader(frame, 0, header);
                to.acknowledgeConfirmed(acknowledge.session(), acknowledge.sequence());
            }
            case PurgeMessagesDecoder.TEMPLATE_ID ->
                to.messagesHandledOfVersion3(
                        new PurgeMessagesDecoder()
                                .wrapAndApplyHeader(frame, 0, header)
                                .request(),
                        PURGED_COUNT);
            case BrowseDecoder.TEMPLATE_ID -> show(to, new BrowseDecoder().wrapAndApplyHeader(frame, 0, header));
            default -> respond(to, template, frame, header);
        }
    }

    private void greet(FakePeer to, HelloDecoder hello) {
        ErrorCode refusal = helloRefusal;
        if (refusal == null) {
            to.welcome(protocolVersion, hello.resumed() != 0, runId, heartbeatMs);
        } else {
            to.disconnect(refusal, "refused by the test");
        }
    }

    private void open(FakePeer to, OpenConsumerDecoder open) {
        openRequest = open.request();
        heldMore = open.heldMore();
        if (!isRefused(to, OpenConsumerDecoder.TEMPLATE_ID, openRequest) && heldMore == 0) {
            to.consumerOpened(openRequest, open.consumer(), refusedDeliveries);
        }
    }

    /** What is refused it tells before it knows all. */
    private void hold(FakePeer to, HeldMoreDecoder more) {
        heldMore -= more.held().count();
        if (heldMore == 0) {
            to.consumerOpened(openRequest, more.consumer(), List.of());
        } else {
            to.heldRefused(more.consumer(), refusedDeliveries);
        }
    }

    private void confirm(FakePeer to, SendDecoder send) {
        if (send.transacted() == 0 && send.sequence() != 0) {
            to.sendConfirmed(send.session(), send.sequence());
        }
    }

    private void show(FakePeer to, BrowseDecoder browse) {
        if (isRefused(to, BrowseDecoder.TEMPLATE_ID, browse.request())) {
            return;
        }
        BrowseAnswer answer = browseAnswers.poll();
        if (answer == null) {
            return;
        }
        for (long number : answer.messageNumbers()) {
            to.browsed(browse.request(), browse.session(), number);
        }
        if (answer.isWhole()) {
            to.browseAnswered(browse.request(), browse.session(), answer);
        }
    }

    private void respond(FakePeer to, int template, NioBuffer frame, MessageHeaderDecoder header) {
        boolean isRequest = template == CloseSessionDecoder.TEMPLATE_ID
                || template == CloseConsumerDecoder.TEMPLATE_ID
                || template == RecoverDecoder.TEMPLATE_ID
                || template == LoadDecoder.TEMPLATE_ID
                || template == CreateTemporaryDecoder.TEMPLATE_ID
                || template == DeleteTemporaryDecoder.TEMPLATE_ID
                || template == UnsubscribeDecoder.TEMPLATE_ID;
        if (isRequest) {
            // Every request starts with its number.
            long request = Integer.toUnsignedLong(frame.getInt(Protocol.HEADER_LENGTH));
            if (!isRefused(to, template, request)) {
                to.response(request, 0, "");
            }
        }
    }

    private boolean isRefused(FakePeer to, int template, long request) {
        ErrorCode code = refused.get(template);
        if (code != null) {
            to.response(request, code.number(), "refused by the test");
        }
        return code != null;
    }

    /** Listens no more, so that nobody can connect again. */
    @Override
    public void close() throws IOException {
        server.close();
        FakePeer last = peer;
        if (last != null) {
            last.cut();
        }
    }
}
