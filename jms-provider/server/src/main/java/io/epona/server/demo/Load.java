package io.epona.server.demo;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.List;

/**
 * What the workers of a run share.
 *
 * @param factory makes each worker's connection
 * @param ledger where each worker has its accounts
 * @param outage told of what is confirmed and delivered
 * @param latencies told how long sends took that waited to be confirmed
 * @param bodyLength length of each message's body
 * @param intervalNs time between two sends of a producer; 0: as fast as it can
 * @param batch messages in a transaction
 */
record Load(
        ConnectionFactory factory,
        Ledger ledger,
        Outage outage,
        SendLatencies latencies,
        int bodyLength,
        long intervalNs,
        int batch) {
    /** One transaction in so many is rolled back on purpose, so that the ledger sees what becomes of it. */
    static final int ROLLBACK_INTERVAL = 50;

    private static final String STREAM = "stream";
    private static final String SEQUENCE = "sequence";
    private static final String SENT_NS = "sentNs";

    /** Makes the accounts of a producer that sends to these destinations in turn. */
    List<SentStream> streams(String producer, List<String> destinations) {
        return destinations.stream().map(d -> ledger.stream(producer, d)).toList();
    }

    Message message(Session session, SentStream stream, int sequence, long sentNs) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[bodyLength]);
        message.setIntProperty(STREAM, stream.id());
        message.setIntProperty(SEQUENCE, sequence);
        message.setLongProperty(SENT_NS, sentNs);
        return message;
    }

    /** Enters a delivery into a consumer's account, where it stays open. */
    void delivered(ReceivedLog log, Message message) throws JMSException {
        log.delivered(message.getIntProperty(STREAM), message.getIntProperty(SEQUENCE));
        outage.delivered(message.getLongProperty(SENT_NS), System.nanoTime());
    }

    /** Notes that a send was confirmed that was due at this time. */
    void confirmedSend(long dueNs) {
        long endNs = System.nanoTime();
        outage.confirmed(endNs);
        latencies.record(dueNs, endNs);
    }
}
