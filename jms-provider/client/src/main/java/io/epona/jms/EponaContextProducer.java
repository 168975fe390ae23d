package io.epona.jms;

import io.epona.jms.destination.EponaDestination;
import io.epona.jms.errors.JmsErrors;
import io.epona.jms.message.EponaBytesMessage;
import io.epona.jms.message.EponaMapMessage;
import io.epona.jms.message.EponaMessage;
import io.epona.jms.message.EponaObjectMessage;
import io.epona.jms.message.EponaTextMessage;
import io.epona.jms.message.Messages;
import io.epona.protocol.ErrorCode;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A producer of the simplified API: its settings go into each message that it sends. */
final class EponaContextProducer implements JMSProducer {
    private final SessionCore session;
    /** Holds properties and headers until a message gets them, and converts them as a message does. */
    private final EponaMessage template = Messages.empty();

    private SendOptions options = SendOptions.DEFAULT;
    private CompletionListener listener;
    private boolean hasBytesAsCorrelationId;

    EponaContextProducer(SessionCore session) {
        this.session = session;
    }

    @Override
    public JMSProducer send(Destination destination, Message message) {
        return run(() -> {
            session.checkOpen();
            EponaDestination to = Destinations.require(destination);
            if (message == null) {
                throw JmsErrors.of(ErrorCode.INVALID_MESSAGE, "message is null: destination=" + to.name());
            }
            applyTemplate(message);
            session.outbox().send(to, message, options, listener);
        });
    }

    private void applyTemplate(Message message) throws JMSException {
        for (String name : Collections.list(template.getPropertyNames())) {
            message.setObjectProperty(name, template.getObjectProperty(name));
        }
        if (hasBytesAsCorrelationId) {
            message.setJMSCorrelationIDAsBytes(template.getJMSCorrelationIDAsBytes());
        } else if (template.getJMSCorrelationID() != null) {
            message.setJMSCorrelationID(template.getJMSCorrelationID());
        }
        if (template.getJMSType() != null) {
            message.setJMSType(template.getJMSType());
        }
        if (template.getJMSReplyTo() != null) {
            message.setJMSReplyTo(template.getJMSReplyTo());
        }
    }

    @Override
    public JMSProducer send(Destination destination, String body) {
        EponaTextMessage message = Messages.text();
        return run(() -> message.setText(body)).send(destination, message);
    }

    @Override
    public JMSProducer send(Destination destination, Map<String, Object> body) {
        EponaMapMessage message = Messages.map();
        return run(() -> {
                    if (body != null) {
                        for (Map.Entry<String, Object> entry : body.entrySet()) {
                            message.setObject(entry.getKey(), entry.getValue());
                        }
                    }
                })
                .send(destination, message);
    }

    @Override
    public JMSProducer send(Destination destination, byte[] body) {
        EponaBytesMessage message = Messages.bytes();
        return run(() -> {
                    if (body != null) {
                        message.writeBytes(body);
                    }
                })
                .send(destination, message);
    }

    @Override
    public JMSProducer send(Destination destination, Serializable body) {
        EponaObjectMessage message = Messages.object();
        return run(() -> message.setObject(body)).send(destination, message);
    }

    private JMSProducer run(Unchecked.Action action) {
        Unchecked.run(action);
        return this;
    }

    @Override
    public JMSProducer setDisableMessageID(boolean isDisabled) {
        options = options.withMessageIdDisabled(isDisabled);
        return this;
    }

    @Override
    public boolean getDisableMessageID() {
        return options.isMessageIdDisabled();
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(boolean isDisabled) {
        options = options.withTimestampDisabled(isDisabled);
        return this;
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return options.isTimestampDisabled();
    }

    @Override
    public JMSProducer setDeliveryMode(int deliveryMode) {
        return run(() -> options = options.withDeliveryMode(deliveryMode));
    }

    @Override
    public int getDeliveryMode() {
        return options.deliveryMode();
    }

    @Override
    public JMSProducer setPriority(int priority) {
        return run(() -> options = options.withPriority(priority));
    }

    @Override
    public int getPriority() {
        return options.priority();
    }

    @Override
    public JMSProducer setTimeToLive(long timeToLiveMs) {
        return run(() -> options = options.withTimeToLive(timeToLiveMs));
    }

    @Override
    public long getTimeToLive() {
        return options.timeToLiveMs();
    }

    @Override
    public JMSProducer setDeliveryDelay(long deliveryDelayMs) {
        return run(() -> options = options.withDeliveryDelay(deliveryDelayMs));
    }

    @Override
    public long getDeliveryDelay() {
        return options.deliveryDelayMs();
    }

    @Override
    public JMSProducer setAsync(CompletionListener completionListener) {
        listener = completionListener;
        return this;
    }

    @Override
    public CompletionListener getAsync() {
        return listener;
    }

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        return run(() -> template.setBooleanProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        return run(() -> template.setByteProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        return run(() -> template.setShortProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        return run(() -> template.setIntProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        return run(() -> template.setLongProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        return run(() -> template.setFloatProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        return run(() -> template.setDoubleProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, String value) {
        return run(() -> template.setStringProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, Object value) {
        return run(() -> template.setObjectProperty(name, value));
    }

    @Override
    public JMSProducer clearProperties() {
        template.clearProperties();
        return this;
    }

    @Override
    public boolean propertyExists(String name) {
        return Unchecked.get(() -> template.propertyExists(name));
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return Unchecked.get(() -> template.getBooleanProperty(name));
    }

    @Override
    public byte getByteProperty(String name) {
        return Unchecked.get(() -> template.getByteProperty(name));
    }

    @Override
    public short getShortProperty(String name) {
        return Unchecked.get(() -> template.getShortProperty(name));
    }

    @Override
    public int getIntProperty(String name) {
        return Unchecked.get(() -> template.getIntProperty(name));
    }

    @Override
    public long getLongProperty(String name) {
        return Unchecked.get(() -> template.getLongProperty(name));
    }

    @Override
    public float getFloatProperty(String name) {
        return Unchecked.get(() -> template.getFloatProperty(name));
    }

    @Override
    public double getDoubleProperty(String name) {
        return Unchecked.get(() -> template.getDoubleProperty(name));
    }

    @Override
    public String getStringProperty(String name) {
        return Unchecked.get(() -> template.getStringProperty(name));
    }

    @Override
    public Object getObjectProperty(String name) {
        return Unchecked.get(() -> template.getObjectProperty(name));
    }

    @Override
    public Set<String> getPropertyNames() {
        return Unchecked.get(
                () -> Collections.unmodifiableSet(new LinkedHashSet<>(Collections.list(template.getPropertyNames()))));
    }

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte[] correlationId) {
        template.setJMSCorrelationIDAsBytes(correlationId);
        hasBytesAsCorrelationId = correlationId != null;
        return this;
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() {
        return template.getJMSCorrelationIDAsBytes();
    }

    @Override
    public JMSProducer setJMSCorrelationID(String correlationId) {
        template.setJMSCorrelationID(correlationId);
        hasBytesAsCorrelationId = false;
        return this;
    }

    @Override
    public String getJMSCorrelationID() {
        return template.getJMSCorrelationID();
    }

    @Override
    public JMSProducer setJMSType(String type) {
        template.setJMSType(type);
        return this;
    }

    @Override
    public String getJMSType() {
        return template.getJMSType();
    }

    @Override
    public JMSProducer setJMSReplyTo(Destination replyTo) {
        return run(() -> template.setJMSReplyTo(replyTo));
    }

    @Override
    public Destination getJMSReplyTo() {
        return template.getJMSReplyTo();
    }
}
