package io.epona.jms.message;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;

/** Makes the exceptions that the specification names for the misuse of a message, and for bytes that are none. */
final class MessageErrors {
    private static final String LABEL = ErrorCode.INVALID_MESSAGE.label();

    private MessageErrors() {}

    static JMSException invalid(String text) {
        return JmsErrors.of(ErrorCode.INVALID_MESSAGE, text);
    }

    static JMSException invalid(String text, Exception cause) {
        return JmsErrors.of(ErrorCode.INVALID_MESSAGE, text, cause);
    }

    static JMSException malformed(String text) {
        return JmsErrors.of(ErrorCode.MALFORMED_FRAME, text);
    }

    static JMSException malformed(String text, Exception cause) {
        return JmsErrors.of(ErrorCode.MALFORMED_FRAME, text, cause);
    }

    static JMSException tooLong(long length) {
        return JmsErrors.of(
                ErrorCode.MESSAGE_TOO_LONG,
                "message is too long: length=" + length + " limit=" + Protocol.MAX_MESSAGE_LENGTH);
    }

    static JMSException notWriteable(String part) {
        return new MessageNotWriteableException(LABEL + " message is read-only: part=" + part, LABEL);
    }

    static JMSException notReadable() {
        return new MessageNotReadableException(LABEL + " message is write-only until it is reset: part=body", LABEL);
    }

    static JMSException endOfBody(long position, long length) {
        return new MessageEOFException(
                LABEL + " message body has no more: position=" + position + " length=" + length, LABEL);
    }
}
