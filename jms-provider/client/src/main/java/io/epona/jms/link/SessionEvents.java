package io.epona.jms.link;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.SessionOpenedDecoder;

/** What happens to a session from outside. Event loop; takes the session's lock. */
final class SessionEvents {
    private final SessionContext context;
    private final SessionMonitor monitor;
    private final int openRequest;
    private final Frame openFrame;
    private final Sends sends;
    private final SessionRequests requests;
    private final SessionOpening opening;

    SessionEvents(
            SessionContext context,
            int openRequest,
            long producerId,
            Sends sends,
            SessionRequests requests,
            SessionOpening opening) {
        this.context = context;
        this.monitor = context.monitor();
        this.openRequest = openRequest;
        this.openFrame = Frames.openSession(openRequest, context.number(), producerId);
        this.sends = sends;
        this.requests = requests;
        this.opening = opening;
    }

    /** There is a link: open on it. */
    void onLink(boolean isSameRun) {
        locked(() -> opening.begin(openFrame, isSameRun));
    }

    void onLinkLost() {
        locked(opening::unlink);
    }

    /** Nothing will come any more. */
    void onFailure(Failure failure) {
        locked(() -> monitor.fail(failure));
    }

    /** Whether everything that a lost link left open is sent again, so that the session needs no more of the resume. */
    boolean isResumed() {
        monitor.lock();
        try {
            return context.phase().isLinked() || monitor.hasFailed();
        } finally {
            monitor.unlock();
        }
    }

    void onOpened(SessionOpenedDecoder opened) {
        locked(() -> {
            long lastSequence = opened.lastSequence();
            sends.setCredit(opened.creditBytes());
            for (SessionOpenedDecoder.RejectedDecoder rejected : opened.rejected()) {
                ErrorCode code = ErrorCode.of(rejected.code());
                String text = "broker refused the send before the connection was lost: sequence=" + rejected.sequence();
                sends.log().reject(rejected.sequence(), new Failure(code, text));
            }
            sends.log().confirmTo(lastSequence);
            requests.answer(openRequest, null);
            opening.onSessionAnswered();
            signal();
        });
    }

    void onResponse(int request, Failure refusal) {
        locked(() -> {
            requests.answer(request, refusal);
            if (request == openRequest && refusal != null) {
                monitor.fail(refusal);
            }
        });
    }

    void onSendConfirmed(long sequence) {
        locked(() -> {
            sends.log().confirmTo(sequence);
            signal();
        });
    }

    void onSendRejected(long sequence, Failure reason) {
        locked(() -> {
            sends.log().reject(sequence, reason);
            signal();
        });
    }

    void onCredit(long bytes) {
        locked(() -> {
            sends.addCredit(bytes);
            opening.replay();
            signal();
        });
    }

    /** Who waits for an outcome may be a call or, for completion listeners, the session's thread. */
    private void signal() {
        monitor.signalAnswer();
        monitor.signalArrival();
    }

    private void locked(Runnable action) {
        monitor.lock();
        try {
            action.run();
        } finally {
            monitor.unlock();
        }
    }
}
