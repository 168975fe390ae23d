package io.epona.jms;

import io.epona.jms.link.ClientSession;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * A send whose outcome a listener is to hear.
 *
 * @param sequence 0 if the send needs no confirmation
 */
record Completion(long sequence, Message message, CompletionListener listener, ClientSession session) {
    /** Lock held. */
    boolean isReady() {
        return sequence == 0 || session.isSettled(sequence);
    }

    /** What the session's thread does once it is ready. Lock held. */
    SessionWork work() {
        return outcome(session.takeRejection(sequence));
    }

    /** @param exception null if the message was sent */
    SessionWork outcome(JMSException exception) {
        return new SessionWork() {
            @Override
            public void run() {
                if (exception == null) {
                    listener.onCompletion(message);
                } else {
                    listener.onException(message, exception);
                }
            }

            @Override
            public boolean isFor(EponaConsumer consumer) {
                return false;
            }
        };
    }
}
