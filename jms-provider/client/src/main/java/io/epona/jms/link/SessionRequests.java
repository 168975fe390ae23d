package io.epona.jms.link;

import jakarta.jms.JMSException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;

/** What a session has asked of the broker and has no answer to yet. Guarded by the session's lock. */
final class SessionRequests {
    private final SessionContext context;
    private final IntSupplier numbers;
    private final Map<Integer, Request> open = new LinkedHashMap<>();

    /** @param numbers gives a number that no other request of the connection has */
    SessionRequests(SessionContext context, IntSupplier numbers) {
        this.context = context;
        this.numbers = numbers;
    }

    /** One question. */
    static final class Request {
        private final int number;
        private final Frame frame;
        private final Runnable onAnswer;
        private int writeCount;
        private boolean isAnswered;
        private Failure refusal;

        private Request(int number, Frame frame, Runnable onAnswer) {
            this.number = number;
            this.frame = frame;
            this.onAnswer = onAnswer;
        }

        int number() {
            return number;
        }

        boolean isAnswered() {
            return isAnswered;
        }

        /** Null if it was granted or has no answer yet. */
        Failure refusal() {
            return refusal;
        }

        void throwIfRefused() throws JMSException {
            if (refusal != null) {
                throw refusal.toException();
            }
        }

        /** Whether it was sent more than once, so that a broker that has done it already may refuse it. */
        boolean isRepeated() {
            return writeCount > 1;
        }

        private void write(FrameWriter writer) {
            writeCount++;
            writer.write(frame);
        }
    }

    /** A request whose frame is written by whoever adds it. The action runs with the session's lock held. */
    Request addFrameless(Runnable onAnswer) {
        return add(number -> null, onAnswer);
    }

    private Request add(IntFunction<Frame> frame, Runnable onAnswer) {
        int number = numbers.getAsInt();
        Request request = new Request(number, frame.apply(number), onAnswer);
        open.put(number, request);
        return request;
    }

    /** Sends a request now or, without a link, once the session is opened on the next one. */
    Request begin(IntFunction<Frame> frame, Runnable onAnswer) {
        Request request = add(frame, onAnswer);
        if (context.phase().isLinked()) {
            request.write(context.writer());
        }
        return request;
    }

    /** Sends a request and blocks until it is answered. */
    Request ask(IntFunction<Frame> frame, String what) throws JMSException {
        Request request = begin(frame, () -> {});
        await(request, what);
        return request;
    }

    /** Blocks until the request is answered, granted or refused. */
    void await(Request request, String what) throws JMSException {
        context.monitor().await(request::isAnswered, context.answer(what));
    }

    /** The answer has come; one to a request that was given up is of no interest any more. */
    void answer(int number, Failure refusal) {
        Request request = open.remove(number);
        if (request != null) {
            request.isAnswered = true;
            request.refusal = refusal;
            request.onAnswer.run();
            context.monitor().signalAnswer();
        }
    }

    /** Whether an answer is awaited. */
    boolean isOpen(int number) {
        return open.containsKey(number);
    }

    /** Writes what has no answer, oldest first: the session is on a new link. */
    void writeAll() {
        for (Request request : List.copyOf(open.values())) {
            if (request.frame != null) {
                request.write(context.writer());
            }
        }
    }
}
