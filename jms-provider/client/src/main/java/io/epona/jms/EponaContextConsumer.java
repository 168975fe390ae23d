package io.epona.jms;

import jakarta.jms.JMSConsumer;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** A consumer of the simplified API. */
final class EponaContextConsumer implements JMSConsumer {
    private final EponaConsumer consumer;

    EponaContextConsumer(EponaConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public String getMessageSelector() {
        return Unchecked.get(consumer::getMessageSelector);
    }

    @Override
    public MessageListener getMessageListener() {
        return Unchecked.get(consumer::getMessageListener);
    }

    @Override
    public void setMessageListener(MessageListener listener) {
        Unchecked.run(() -> consumer.setMessageListener(listener));
    }

    @Override
    public Message receive() {
        return Unchecked.get(consumer::receive);
    }

    @Override
    public Message receive(long timeoutMs) {
        return Unchecked.get(() -> consumer.receive(timeoutMs));
    }

    @Override
    public Message receiveNoWait() {
        return Unchecked.get(consumer::receiveNoWait);
    }

    @Override
    public void close() {
        Unchecked.run(consumer::close);
    }

    @Override
    public <T> T receiveBody(Class<T> type) {
        return receiveBody(type, 0);
    }

    @Override
    public <T> T receiveBody(Class<T> type, long timeoutMs) {
        return Unchecked.get(() -> consumer.receiveBody(type, timeoutMs));
    }

    @Override
    public <T> T receiveBodyNoWait(Class<T> type) {
        return Unchecked.get(() -> consumer.receiveBodyNoWait(type));
    }
}
