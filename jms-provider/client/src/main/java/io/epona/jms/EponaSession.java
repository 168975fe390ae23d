package io.epona.jms;

import io.epona.jms.destination.EponaQueue;
import io.epona.jms.destination.EponaTopic;
import io.epona.jms.link.SubscriptionTerms;
import io.epona.jms.message.EponaObjectMessage;
import io.epona.jms.message.EponaTextMessage;
import io.epona.jms.message.Messages;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.io.Serializable;

/** A session of any kind: makes messages, producers and consumers. What it has going on is in its {@link SessionCore}. */
final class EponaSession implements QueueSession, TopicSession {
    private final SessionCore core;
    private final Domain domain;

    EponaSession(SessionCore core, Domain domain) {
        this.core = core;
        this.domain = domain;
    }

    SessionCore core() {
        return core;
    }

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        core.checkOpen();
        return Messages.bytes();
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        core.checkOpen();
        return Messages.map();
    }

    @Override
    public Message createMessage() throws JMSException {
        core.checkOpen();
        return Messages.empty();
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        core.checkOpen();
        return Messages.object();
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        core.checkOpen();
        EponaObjectMessage message = Messages.object();
        message.setObject(object);
        return message;
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        core.checkOpen();
        return Messages.stream();
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        core.checkOpen();
        return Messages.text();
    }

    @Override
    public TextMessage createTextMessage(String text) throws JMSException {
        core.checkOpen();
        EponaTextMessage message = Messages.text();
        message.setText(text);
        return message;
    }

    @Override
    public boolean getTransacted() throws JMSException {
        core.checkOpen();
        return core.isTransacted();
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        core.checkOpen();
        return core.mode();
    }

    @Override
    public void commit() throws JMSException {
        core.commit();
    }

    @Override
    public void rollback() throws JMSException {
        core.rollback();
    }

    @Override
    public void recover() throws JMSException {
        core.recover();
    }

    @Override
    public void close() throws JMSException {
        core.close();
    }

    @Override
    public MessageListener getMessageListener() throws JMSException {
        core.checkOpen();
        return core.loaded().listener();
    }

    /**
     * Sets the listener that {@link #run} calls.
     *
     * @throws jakarta.jms.IllegalStateException if the session is closed or a consumer of it has a listener
     */
    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        core.checkOpen();
        core.loaded().setListener(listener);
    }

    /** For the thread of a server: calls the session's listener with each message that a connection consumer has loaded. */
    @Override
    public void run() {
        Unchecked.run(() -> {
            core.checkOpen();
            core.loaded().run();
        });
    }

    @Override
    public Queue createQueue(String name) throws JMSException {
        domain.refuse(Domain.TOPICS, "createQueue");
        core.checkOpen();
        return Destinations.named(name, EponaQueue::new);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        domain.refuse(Domain.QUEUES, "createTopic");
        core.checkOpen();
        return Destinations.named(name, EponaTopic::new);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        domain.refuse(Domain.TOPICS, "createTemporaryQueue");
        return core.temporaries().createQueue();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        domain.refuse(Domain.QUEUES, "createTemporaryTopic");
        return core.temporaries().createTopic();
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
        domain.refuse(Domain.TOPICS, "createBrowser");
        return core.openBrowser(Destinations.requireQueue(queue), selector);
    }

    @Override
    public MessageProducer createProducer(Destination destination) throws JMSException {
        return producer(destination);
    }

    @Override
    public QueueSender createSender(Queue queue) throws JMSException {
        return producer(queue);
    }

    @Override
    public TopicPublisher createPublisher(Topic topic) throws JMSException {
        return producer(topic);
    }

    private EponaProducer producer(Destination destination) throws JMSException {
        core.checkOpen();
        return new EponaProducer(core, destination == null ? null : Destinations.require(destination));
    }

    @Override
    public MessageConsumer createConsumer(Destination destination) throws JMSException {
        return createConsumer(destination, null, false);
    }

    @Override
    public MessageConsumer createConsumer(Destination destination, String selector) throws JMSException {
        return createConsumer(destination, selector, false);
    }

    @Override
    public MessageConsumer createConsumer(Destination destination, String selector, boolean isNoLocal)
            throws JMSException {
        return core.openConsumer(Destinations.require(destination), selector, isNoLocal);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue) throws JMSException {
        return createReceiver(queue, null);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue, String selector) throws JMSException {
        return core.openConsumer(Destinations.require(queue), selector, false);
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic) throws JMSException {
        return createSubscriber(topic, null, false);
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic, String selector, boolean isNoLocal) throws JMSException {
        return core.openConsumer(Destinations.require(topic), selector, isNoLocal);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
        return createDurableSubscriber(topic, name, null, false);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name, String selector, boolean isNoLocal)
            throws JMSException {
        domain.refuse(Domain.QUEUES, "createDurableSubscriber");
        return core.openConsumer(Destinations.require(topic), name, selector, SubscriptionTerms.durable(isNoLocal));
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name, String selector, boolean isNoLocal)
            throws JMSException {
        domain.refuse(Domain.QUEUES, "createDurableConsumer");
        return core.openConsumer(Destinations.require(topic), name, selector, SubscriptionTerms.durable(isNoLocal));
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name, String selector) throws JMSException {
        domain.refuse(Domain.QUEUES, "createSharedConsumer");
        return core.openConsumer(Destinations.require(topic), name, selector, SubscriptionTerms.SHARED);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
        return createSharedDurableConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector) throws JMSException {
        domain.refuse(Domain.QUEUES, "createSharedDurableConsumer");
        return core.openConsumer(Destinations.require(topic), name, selector, SubscriptionTerms.SHARED_DURABLE);
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        domain.refuse(Domain.QUEUES, "unsubscribe");
        core.unsubscribe(name);
    }
}
