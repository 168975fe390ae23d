package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.destination.EponaQueue;
import io.epona.protocol.Protocol;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A consumer that holds so much when the socket is lost that one frame is not enough to say it. */
class ResumeManyTest {
    private static final int SHOWN = 5_000;
    private static final int COUNT = 8_500;

    private final FakeBroker broker = new FakeBroker();
    private Connection connection;
    private Session session;
    private MessageConsumer consumer;

    @AfterEach
    void close() throws Exception {
        connection.close();
        broker.close();
    }

    private void consume() throws JMSException {
        connection = new EponaConnectionFactory(broker.uri("prefetchMessages=10000")).createConnection();
        session = connection.createSession(Session.SESSION_TRANSACTED);
        consumer = session.createConsumer(new EponaQueue("orders"));
        connection.start();
    }

    private void deliver(int count) {
        byte[] message = FakeBroker.encoded("m");
        for (int id = 1; id <= count; id++) {
            broker.peer().deliver(new FakeBroker.FakeDelivery(1, id, 100 + id, 1, true, message));
        }
    }

    private void receive(int count) throws JMSException {
        for (int i = 0; i < count; i++) {
            assertNotNull(consumer.receive(Await.DEADLINE_MS));
        }
    }

    @Test
    void shouldSayInSeveralFramesWhatItHolds() throws JMSException {
        consume();
        deliver(COUNT);
        receive(SHOWN);

        broker.cut();
        broker.await("ResumeComplete");
        session.commit();

        String opened = broker.starting("OpenConsumer").get(0);
        assertTrue(opened.contains(" held=1/101,2/102,"), opened);
        assertTrue(opened.endsWith(",4000/4100 destination=orders subscription= more=4500"), opened);
        assertEquals(
                List.of(
                        "HeldMore consumer=1 count=4000 first=4001/4101",
                        "HeldMore consumer=1 count=500 first=8001/8101"),
                broker.starting("HeldMore"));
        broker.await("Commit session=1 sequence=1 sendCount=0 ranges=1:1-" + SHOWN);
        receive(COUNT - SHOWN);
    }

    @Test
    void shouldRollBackIfOneOfThemWentToAnother() throws JMSException {
        consume();
        deliver(COUNT);
        receive(SHOWN);
        broker.refusedDeliveries = List.of((long) SHOWN, (long) COUNT);

        broker.cut();
        broker.await("ResumeComplete");

        assertThrows(TransactionRolledBackException.class, session::commit);
        broker.await("Recover session=1 delivered=1:" + SHOWN);
    }

    @Test
    void shouldRollBackWhatAnOlderBrokerCannotBeTold() throws JMSException {
        broker.protocolVersion = Protocol.HELD_VERSION - 1;
        consume();
        int count = Protocol.MAX_GROUP_COUNT + 1;
        deliver(count);
        receive(count);

        broker.cut();
        broker.await("ResumeComplete");

        String opened = broker.starting("OpenConsumer").get(0);
        assertTrue(opened.endsWith(",65534/65634 destination=orders subscription="), "the last one is left out");
        assertEquals(List.of(), broker.starting("HeldMore"));
        assertThrows(TransactionRolledBackException.class, session::commit);
    }
}
