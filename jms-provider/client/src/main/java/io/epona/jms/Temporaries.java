package io.epona.jms;

import io.epona.jms.destination.EponaDestination;
import io.epona.jms.destination.EponaTemporaryQueue;
import io.epona.jms.destination.EponaTemporaryTopic;
import io.epona.jms.destination.TemporaryOwner;
import io.epona.jms.link.TemporaryNames;
import io.epona.protocol.wire.DestinationKind;
import jakarta.jms.JMSException;

/** Makes the temporary destinations of a connection. Any thread. */
final class Temporaries implements TemporaryOwner {
    private final TemporaryNames names;

    Temporaries(TemporaryNames names) {
        this.names = names;
    }

    EponaTemporaryQueue createQueue() throws JMSException {
        return new EponaTemporaryQueue(names.create(DestinationKind.QUEUE), this);
    }

    EponaTemporaryTopic createTopic() throws JMSException {
        return new EponaTemporaryTopic(names.create(DestinationKind.TOPIC), this);
    }

    @Override
    public void delete(EponaDestination temporary) throws JMSException {
        names.delete(kind(temporary), temporary.name());
    }

    @Override
    public boolean isAlive(EponaDestination temporary) {
        return names.contains(kind(temporary), temporary.name());
    }

    private static DestinationKind kind(EponaDestination destination) {
        return destination.isQueue() ? DestinationKind.QUEUE : DestinationKind.TOPIC;
    }
}
