package io.epona.jms;

/** Something that the session's thread does for the application. */
interface SessionWork {
    /** Calls the application, without a lock. */
    void run();

    /** What remains to be done with the lock held. */
    default void finish() {}

    /** Whether it calls the listener of this consumer. */
    boolean isFor(EponaConsumer consumer);
}
