package io.epona.server.cli;

import io.epona.protocol.Protocol;
import io.epona.protocol.wire.BranchAnsweredDecoder;
import io.epona.protocol.wire.BranchVerb;
import io.epona.protocol.wire.CompleteBranchDecoder;
import io.epona.protocol.wire.CompleteBranchEncoder;
import io.epona.protocol.wire.EndBranchDecoder;
import io.epona.protocol.wire.StartBranchDecoder;
import io.epona.server.cli.StopPoint.Call;
import io.epona.server.proxy.FrameProxy;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds back the broker's answer to the first request of a kind, and lets it get lost. */
final class AnswerWatch implements FrameProxy.Rule {
    private static final long LIMIT_MS = 60_000;
    private static final int BODY = Protocol.LENGTH_PREFIX + Protocol.HEADER_LENGTH;
    /** The number of the request is the first field of each of these frames. */
    private static final int REQUEST = BODY;

    private static final int VERB = BODY + CompleteBranchEncoder.verbEncodingOffset();

    private final Call call;
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private int request;

    AnswerWatch(Call call) {
        this.call = call;
    }

    @Override
    public int pass(boolean isToBroker, int template, ByteBuffer frame) {
        if (isToBroker) {
            watchRequest(template, frame);
            return frame.limit();
        }
        return isAnswer(template, frame) ? hold() : frame.limit();
    }

    private synchronized void watchRequest(int template, ByteBuffer frame) {
        if (request == 0 && isCall(template, frame)) {
            request = frame.getInt(REQUEST);
        }
    }

    private boolean isCall(int template, ByteBuffer frame) {
        return switch (call) {
            case START -> template == StartBranchDecoder.TEMPLATE_ID;
            case END -> template == EndBranchDecoder.TEMPLATE_ID;
            case PREPARE -> isVerb(BranchVerb.PREPARE, template, frame);
            case COMMIT -> isVerb(BranchVerb.COMMIT, template, frame);
            case ROLLBACK, ROLLBACK_PREPARED -> isVerb(BranchVerb.ROLLBACK, template, frame);
            case FORGET -> isVerb(BranchVerb.FORGET, template, frame);
        };
    }

    private static boolean isVerb(BranchVerb verb, int template, ByteBuffer frame) {
        return template == CompleteBranchDecoder.TEMPLATE_ID && frame.get(VERB) == verb.value();
    }

    private synchronized boolean isAnswer(int template, ByteBuffer frame) {
        return template == BranchAnsweredDecoder.TEMPLATE_ID
                && request != 0
                && frame.getInt(REQUEST) == request
                && answered.getCount() > 0;
    }

    private int hold() {
        answered.countDown();
        await(released);
        return 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT_MS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("waited for too long: limitMs=" + LIMIT_MS);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the broker has answered. */
    void awaitAnswer() {
        await(answered);
    }

    /** Cuts the connection. */
    void release() {
        released.countDown();
    }
}
