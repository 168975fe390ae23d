package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import jakarta.jms.JMSException;

/** Calls the classic API and turns its exceptions into those of the simplified one. */
final class Unchecked {
    private Unchecked() {}

    /** Something with a result. */
    interface Call<T> {
        T call() throws JMSException;
    }

    /** Something without a result. */
    interface Action {
        void run() throws JMSException;
    }

    static <T> T get(Call<T> call) {
        try {
            return call.call();
        } catch (JMSException e) {
            throw JmsErrors.unchecked(e);
        }
    }

    static void run(Action action) {
        try {
            action.run();
        } catch (JMSException e) {
            throw JmsErrors.unchecked(e);
        }
    }
}
