package io.epona.jms.errors;

import io.epona.protocol.ErrorCode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;

/** Makes the JMS exception that the specification names for an error. */
public final class JmsErrors {
    private JmsErrors() {}

    /** The checked exception for this code; its text starts with the code's label. */
    public static JMSException of(ErrorCode code, String text) {
        String reason = code.label() + " " + text;
        String label = code.label();
        return switch (code) {
            case INVALID_DESTINATION, NO_SUCH_DESTINATION -> new InvalidDestinationException(reason, label);
            case TRANSACTION_IN_PROGRESS -> new TransactionInProgressException(reason, label);
            case TRANSACTION_ROLLED_BACK -> new TransactionRolledBackException(reason, label);
            case RESOURCES_EXHAUSTED, SEND_TIMED_OUT, TOO_MANY_CONNECTIONS, TRANSACTION_TOO_LARGE, MESSAGE_TOO_LONG ->
                new ResourceAllocationException(reason, label);
            case CLIENT_ID_IN_USE -> new InvalidClientIDException(reason, label);
            case NO_SUCH_SUBSCRIPTION -> new InvalidDestinationException(reason, label);
            case CLOSED, ILLEGAL_STATE, DESTINATION_IN_USE, SUBSCRIPTION_IN_USE, CLIENT_ID_REQUIRED ->
                new IllegalStateException(reason, label);
            case INVALID_SELECTOR -> new InvalidSelectorException(reason, label);
            case INVALID_MESSAGE -> new MessageFormatException(reason, label);
            case AUTHENTICATION_FAILED, AUTHENTICATION_REQUIRED, NOT_AUTHORIZED ->
                new JMSSecurityException(reason, label);
            default -> new JMSException(reason, label);
        };
    }

    /** The checked exception for this code, with what caused it. */
    public static JMSException of(ErrorCode code, String text, Exception cause) {
        JMSException exception = of(code, text);
        exception.setLinkedException(cause);
        exception.initCause(cause);
        return exception;
    }

    /** The unchecked twin that the simplified API throws in place of a checked exception. */
    public static JMSRuntimeException unchecked(JMSException e) {
        String reason = e.getMessage();
        String label = e.getErrorCode();
        if (e instanceof IllegalStateException) {
            return new IllegalStateRuntimeException(reason, label, e);
        } else if (e instanceof InvalidClientIDException) {
            return new InvalidClientIDRuntimeException(reason, label, e);
        } else if (e instanceof InvalidDestinationException) {
            return new InvalidDestinationRuntimeException(reason, label, e);
        } else if (e instanceof InvalidSelectorException) {
            return new InvalidSelectorRuntimeException(reason, label, e);
        } else if (e instanceof JMSSecurityException) {
            return new JMSSecurityRuntimeException(reason, label, e);
        } else if (e instanceof MessageFormatException) {
            return new MessageFormatRuntimeException(reason, label, e);
        } else if (e instanceof MessageNotWriteableException) {
            return new MessageNotWriteableRuntimeException(reason, label, e);
        } else if (e instanceof ResourceAllocationException) {
            return new ResourceAllocationRuntimeException(reason, label, e);
        } else if (e instanceof TransactionInProgressException) {
            return new TransactionInProgressRuntimeException(reason, label, e);
        } else if (e instanceof TransactionRolledBackException) {
            return new TransactionRolledBackRuntimeException(reason, label, e);
        }
        return new JMSRuntimeException(reason, label, e);
    }
}
