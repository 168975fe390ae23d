package io.epona.perf.load;

import jakarta.jms.JMSException;

/** How a producer sends, and what it takes for a confirmation. Used by the producer's thread. */
interface Sender {
    /** Sends a message; blocks as long as this way of sending does. */
    void send(long sequence, long intendedNs) throws JMSException, InterruptedException;

    /** Waits until all that was sent has been confirmed, or was not and never will be. */
    void finish() throws JMSException, InterruptedException;
}
