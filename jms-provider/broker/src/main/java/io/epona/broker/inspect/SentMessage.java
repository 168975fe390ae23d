package io.epona.broker.inspect;

/**
 * A record that holds a message, and where the message was sent to.
 *
 * @param destination null if the message does not say it
 * @param recordLength how much of the log the record takes
 */
record SentMessage(String destination, boolean isToQueue, long position, int recordLength) {
    static SentMessage of(EffectDescription effect, long position, int recordLength) {
        return new SentMessage(
                effect.messageHeader("destination"),
                "QUEUE".equals(effect.messageHeader("destinationKind")),
                position,
                recordLength);
    }
}
