package io.epona.jms.link;

import io.epona.protocol.EponaUri;
import io.epona.protocol.UriOption;

/** How much a consumer has the broker send ahead: what was used up is granted again half by half. Session's lock. */
final class Prefetch {
    private final int messages;
    private final int bytes;
    private int usedMessages;
    private long usedBytes;
    private boolean isGranted;

    Prefetch(EponaUri uri) {
        messages = uri.option(UriOption.PREFETCH_MESSAGES);
        bytes = uri.option(UriOption.PREFETCH_BYTES);
    }

    /** Fills up a credit that stands at zero, less what waits here already. */
    void grantAll(ClientConsumer consumer, FrameWriter writer) {
        usedMessages = 0;
        usedBytes = 0;
        isGranted = true;
        int grantedMessages = Math.max(0, messages - consumer.deliveries().waitingCount());
        long grantedBytes = Math.max(0, bytes - consumer.deliveries().waitingBytes());
        if (grantedMessages > 0 || grantedBytes > 0) {
            writer.consumerCredit(consumer.number(), grantedMessages, grantedBytes);
        }
    }

    /** The credit is zero until the next {@link #grantAll}. */
    void revoke() {
        isGranted = false;
    }

    boolean isGranted() {
        return isGranted;
    }

    void use(Delivery delivery) {
        usedMessages++;
        usedBytes += delivery.length();
    }

    /** Grants what was used up, if that is worth a frame. */
    void replenish(int consumer, FrameWriter writer) {
        if (isGranted && (usedMessages * 2L >= messages || usedBytes * 2 >= bytes)) {
            writer.consumerCredit(consumer, usedMessages, usedBytes);
            usedMessages = 0;
            usedBytes = 0;
        }
    }
}
