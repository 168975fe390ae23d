package io.epona.server.cli;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/** Sends in transactions of a given size; the last one may be smaller. */
final class TransactedSender implements Sender {
    private final Session session;
    private final MessageProducer producer;
    private final SendResult result;
    private final int batch;
    private long committedLine;
    private long line;

    TransactedSender(Session session, MessageProducer producer, SendResult result, int batch) {
        this.session = session;
        this.producer = producer;
        this.result = result;
        this.batch = batch;
    }

    @Override
    public void send(Message message, long messageLine) {
        line = messageLine;
        try {
            producer.send(message);
            if (line - committedLine == batch) {
                commit();
            }
        } catch (JMSException e) {
            fail(e);
        }
    }

    @Override
    public void finish() {
        try {
            if (line > committedLine && !result.hasFailed()) {
                commit();
            }
        } catch (JMSException e) {
            fail(e);
        }
    }

    private void commit() throws JMSException {
        session.commit();
        result.confirmed(line - committedLine);
        committedLine = line;
    }

    private void fail(JMSException e) {
        result.notConfirmed(committedLine + 1, line, e);
    }
}
