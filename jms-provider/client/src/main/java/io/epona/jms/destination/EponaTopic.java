package io.epona.jms.destination;

import io.epona.protocol.Wildcards;
import jakarta.jms.Topic;

/** A topic, known by its name. Immutable, safe for use by any thread. */
public sealed class EponaTopic extends EponaDestination implements Topic permits EponaTemporaryTopic {
    private static final long serialVersionUID = 1L;

    private final boolean isPattern;

    /** @throws IllegalArgumentException if the name is not valid, see {@link EponaDestination} */
    public EponaTopic(String name) {
        super(name);
        this.isPattern = Wildcards.isPattern(name);
    }

    @Override
    public final boolean isQueue() {
        return false;
    }

    /** Whether it stands for all topics that match: it can be subscribed to, not sent to. */
    public final boolean isPattern() {
        return isPattern;
    }

    @Override
    public final String getTopicName() {
        return name();
    }
}
