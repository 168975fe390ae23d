package io.epona.jms.destination;

import jakarta.jms.Topic;

/** A topic, known by its name. Immutable, safe for use by any thread. */
public sealed class EponaTopic extends EponaDestination implements Topic permits EponaTemporaryTopic {
    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException if the name is not valid, see {@link EponaDestination} */
    public EponaTopic(String name) {
        super(name);
    }

    @Override
    public final boolean isQueue() {
        return false;
    }

    @Override
    public final String getTopicName() {
        return name();
    }
}
