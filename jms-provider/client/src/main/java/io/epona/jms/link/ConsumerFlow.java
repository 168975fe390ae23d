package io.epona.jms.link;

/** When the consumers of a session get credit, and when they may show messages. Guarded by the session's lock. */
final class ConsumerFlow {
    private final FrameWriter writer;
    private boolean isStarted;
    private boolean wasStarted;
    private boolean isRecovering;

    ConsumerFlow(FrameWriter writer) {
        this.writer = writer;
    }

    /** Returns whether this was the first start, from which on consumers have credit. */
    boolean setStarted(boolean started) {
        isStarted = started;
        boolean isFirst = started && !wasStarted;
        wasStarted |= started;
        return isFirst;
    }

    boolean isStarted() {
        return isStarted;
    }

    /** While the session recovers, what arrives is not for the application: it comes again. */
    void setRecovering(boolean recovering) {
        isRecovering = recovering;
    }

    boolean isRecovering() {
        return isRecovering;
    }

    boolean mayShow(ClientConsumer consumer) {
        return isStarted && !isRecovering && consumer.isOpenOnLink() && !consumer.isClosing();
    }

    boolean mayShowLoaded(ClientConsumer consumer) {
        return isStarted && !isRecovering && consumer.isOpenOnLink();
    }

    /** Fills up the credit of a consumer whose credit stands at zero. */
    void grant(ClientConsumer consumer) {
        if (wasStarted && !isRecovering && consumer.isOpenOnLink() && !consumer.isClosing()) {
            consumer.prefetch().grantAll(consumer, writer);
        }
    }
}
