package io.epona.perf.load;

import io.epona.perf.workload.MessagePlan;
import io.epona.perf.workload.Workload;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.ByteBuffer;
import java.util.Random;

/** Makes the messages of one producer and hands them to its provider. Used by the producer's thread. */
final class Outlet {
    static final String PART = "part";

    private static final String GROUP = "JMSXGroupID";

    private final Session session;
    private final MessageProducer producer;
    private final Destination[] destinations;
    private final Workload workload;
    private final MessagePlan plan;
    private final int run;
    private final int number;
    private final int deliveryMode;
    private final Random random;
    private final byte[] body;
    private final ByteBuffer view;

    Outlet(Session session, RunScope scope, int number) throws JMSException {
        this.session = session;
        this.number = number;
        workload = scope.workload();
        plan = new MessagePlan(workload);
        run = scope.run();
        destinations = scope.destinations(session);
        producer = session.createProducer(destinations.length == 1 ? destinations[0] : null);
        deliveryMode = workload.sending().isPersistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
        random = new Random(number);
        body = new byte[workload.content().sizes().largest()];
        // No provider shall gain by compressing what no real message consists of.
        random.nextBytes(body);
        view = ByteBuffer.wrap(body);
    }

    /** Sends and waits for what the provider waits for. */
    void send(long sequence, long intendedNs) throws JMSException {
        Message message = message(sequence, intendedNs);
        int priority = plan.priority(sequence);
        if (destinations.length == 1) {
            producer.send(message, deliveryMode, priority, Message.DEFAULT_TIME_TO_LIVE);
        } else {
            producer.send(
                    destinations[plan.place(sequence)], message, deliveryMode, priority, Message.DEFAULT_TIME_TO_LIVE);
        }
    }

    /** Sends; the listener hears of the outcome. */
    void send(long sequence, long intendedNs, CompletionListener listener) throws JMSException {
        Message message = message(sequence, intendedNs);
        int priority = plan.priority(sequence);
        if (destinations.length == 1) {
            producer.send(message, deliveryMode, priority, Message.DEFAULT_TIME_TO_LIVE, listener);
        } else {
            producer.send(
                    destinations[plan.place(sequence)],
                    message,
                    deliveryMode,
                    priority,
                    Message.DEFAULT_TIME_TO_LIVE,
                    listener);
        }
    }

    private Message message(long sequence, long intendedNs) throws JMSException {
        int length = workload.content().sizes().next(random);
        view.limit(length);
        Stamp.write(view, run, number, plan.place(sequence), sequence, intendedNs);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body, 0, length);
        if (plan.hasParts()) {
            message.setIntProperty(PART, plan.part(sequence));
        }
        if (plan.hasGroups()) {
            message.setStringProperty(GROUP, "group-" + plan.group(sequence));
        }
        return message;
    }
}
