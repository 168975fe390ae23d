package io.epona.tck.official;

import com.sun.ts.lib.porting.TSJMSObjectsInterface;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.destination.EponaQueue;
import io.epona.jms.destination.EponaTopic;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;

/** Gives the suite its destinations and connection factories, by the names that it uses. The suite makes the instance. */
public final class SuiteObjects implements TSJMSObjectsInterface {
    /** The one factory that the suite expects to set a client id. */
    private static final String WITH_CLIENT_ID = "DURABLE_SUB_CONNECTION_FACTORY";

    /** The suite looks the class up by name and calls this. */
    public SuiteObjects() {}

    @Override
    public Queue getQueue(String name) {
        return new EponaQueue(name);
    }

    @Override
    public Topic getTopic(String name) {
        return new EponaTopic(name);
    }

    @Override
    public TopicConnectionFactory getTopicConnectionFactory(String name) {
        return factory(name);
    }

    @Override
    public QueueConnectionFactory getQueueConnectionFactory(String name) {
        return factory(name);
    }

    @Override
    public ConnectionFactory getConnectionFactory(String name) {
        return factory(name);
    }

    private static EponaConnectionFactory factory(String name) {
        String uri = System.getProperty(SuiteBroker.URI_PROPERTY);
        return new EponaConnectionFactory(WITH_CLIENT_ID.equals(name) ? uri + "?clientId=cts" : uri);
    }
}
