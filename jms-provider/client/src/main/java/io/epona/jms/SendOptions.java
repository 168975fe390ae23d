package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/** How a message is sent. Immutable. */
record SendOptions(
        int deliveryMode,
        int priority,
        long timeToLiveMs,
        long deliveryDelayMs,
        boolean isMessageIdDisabled,
        boolean isTimestampDisabled) {
    static final SendOptions DEFAULT = new SendOptions(
            Message.DEFAULT_DELIVERY_MODE,
            Message.DEFAULT_PRIORITY,
            Message.DEFAULT_TIME_TO_LIVE,
            Message.DEFAULT_DELIVERY_DELAY,
            false,
            false);

    private static final int MAX_PRIORITY = 9;

    boolean isPersistent() {
        return deliveryMode == DeliveryMode.PERSISTENT;
    }

    SendOptions with(int newDeliveryMode, int newPriority, long newTimeToLiveMs) throws JMSException {
        return withDeliveryMode(newDeliveryMode).withPriority(newPriority).withTimeToLive(newTimeToLiveMs);
    }

    SendOptions withDeliveryMode(int mode) throws JMSException {
        if (mode != DeliveryMode.PERSISTENT && mode != DeliveryMode.NON_PERSISTENT) {
            throw refused("delivery mode not allowed: deliveryMode=" + mode + " allowed=1..2");
        }
        return new SendOptions(mode, priority, timeToLiveMs, deliveryDelayMs, isMessageIdDisabled, isTimestampDisabled);
    }

    SendOptions withPriority(int newPriority) throws JMSException {
        if (newPriority < 0 || newPriority > MAX_PRIORITY) {
            throw refused("priority not allowed: priority=" + newPriority + " allowed=0.." + MAX_PRIORITY);
        }
        return new SendOptions(
                deliveryMode, newPriority, timeToLiveMs, deliveryDelayMs, isMessageIdDisabled, isTimestampDisabled);
    }

    SendOptions withTimeToLive(long newTimeToLiveMs) throws JMSException {
        if (newTimeToLiveMs < 0) {
            throw refused("time to live must not be negative: timeToLiveMs=" + newTimeToLiveMs);
        }
        return new SendOptions(
                deliveryMode, priority, newTimeToLiveMs, deliveryDelayMs, isMessageIdDisabled, isTimestampDisabled);
    }

    SendOptions withDeliveryDelay(long newDeliveryDelayMs) throws JMSException {
        if (newDeliveryDelayMs < 0) {
            throw refused("delivery delay must not be negative: deliveryDelayMs=" + newDeliveryDelayMs);
        }
        return new SendOptions(
                deliveryMode, priority, timeToLiveMs, newDeliveryDelayMs, isMessageIdDisabled, isTimestampDisabled);
    }

    SendOptions withMessageIdDisabled(boolean isDisabled) {
        return new SendOptions(deliveryMode, priority, timeToLiveMs, deliveryDelayMs, isDisabled, isTimestampDisabled);
    }

    SendOptions withTimestampDisabled(boolean isDisabled) {
        return new SendOptions(deliveryMode, priority, timeToLiveMs, deliveryDelayMs, isMessageIdDisabled, isDisabled);
    }

    private static JMSException refused(String text) {
        return JmsErrors.of(ErrorCode.INVALID_MESSAGE, text);
    }
}
