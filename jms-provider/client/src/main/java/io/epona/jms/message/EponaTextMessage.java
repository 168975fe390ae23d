package io.epona.jms.message;

import io.epona.protocol.wire.BodyKind;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;

/** A message whose body is text, or null. Not thread-safe. Text that is no valid UTF-16 arrives with {@code '?'} in it. */
public final class EponaTextMessage extends EponaMessage implements TextMessage {
    /** What was received and has not been decoded yet; null if there is nothing or it has been. */
    private Slice encoded;

    private String text;

    EponaTextMessage() {}

    @Override
    public String getText() {
        if (encoded != null) {
            text = encoded.text();
            encoded = null;
        }
        return text;
    }

    @Override
    public void setText(String newText) throws JMSException {
        requireWriteableBody();
        text = newText;
    }

    @Override
    public <T> T getBody(Class<T> bodyType) throws JMSException {
        if (!isBodyAssignableTo(bodyType)) {
            throw notAssignable(bodyType);
        }
        return hasBody() ? bodyType.cast(getText()) : null;
    }

    @Override
    @SuppressWarnings("rawtypes") // The interface has the raw type.
    public boolean isBodyAssignableTo(Class bodyType) {
        return !hasBody() || bodyType.isInstance("");
    }

    @Override
    BodyKind bodyKind() {
        return BodyKind.TEXT;
    }

    @Override
    boolean hasBody() {
        return encoded != null || text != null;
    }

    @Override
    long minBodyLength() {
        return text == null ? 0 : text.length();
    }

    @Override
    void encodeBody(WireWriter out) throws JMSException {
        if (encoded != null) {
            out.putData(encoded);
        } else if (text != null) {
            out.putText(text);
        } else {
            out.putData(Slice.EMPTY);
        }
    }

    @Override
    void receiveBody(Slice body) {
        encoded = body;
    }

    @Override
    void dropBody() {
        encoded = null;
        text = null;
    }
}
