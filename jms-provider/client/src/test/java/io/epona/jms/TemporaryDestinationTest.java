package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.destination.EponaTemporaryQueue;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.CreateTemporaryDecoder;
import io.epona.protocol.wire.DeleteTemporaryDecoder;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client says of its temporary destinations, and when. */
class TemporaryDestinationTest {
    private final FakeBroker broker = new FakeBroker();
    private Connection connection;

    @BeforeEach
    void open() throws JMSException {
        connection = new EponaConnectionFactory(broker.uri("clientId=c")).createConnection();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        broker.close();
    }

    @Test
    void shouldMakeAgainWhatThereIsBeforeAnythingUsesIt() throws JMSException {
        Session session = connection.createSession();
        TemporaryQueue deleted = session.createTemporaryQueue();
        session.createConsumer(session.createTemporaryTopic());
        session.close();
        deleted.delete();
        deleted.delete();
        assertEquals(List.of("DeleteTemporary kind=QUEUE number=1"), broker.starting("Delete"));

        broker.cut();

        broker.await("ResumeComplete");
        assertEquals(
                List.of("Hello resumed=1 clientId=c", "CreateTemporary kind=TOPIC number=2", "OpenSession session=2"),
                broker.starting("Hello", "Create", "Open"));
    }

    @Test
    void shouldTakeADeletionForDoneWhoseAnswerWasLost() throws Exception {
        TemporaryQueue queue = connection.createSession().createTemporaryQueue();
        broker.ignore(DeleteTemporaryDecoder.TEMPLATE_ID);
        CompletableFuture<Void> deletion = CompletableFuture.runAsync(() -> assertDoesNotThrow(queue::delete));
        broker.awaitCount("DeleteTemporary", 1);
        broker.refuse(DeleteTemporaryDecoder.TEMPLATE_ID, ErrorCode.INVALID_DESTINATION)
                .answer(DeleteTemporaryDecoder.TEMPLATE_ID);

        broker.cut();

        deletion.get(10, TimeUnit.SECONDS);
        assertTrue(((EponaTemporaryQueue) queue).isDeleted());
    }

    @Test
    void shouldForgetWhatWasRefused() throws JMSException {
        Session session = connection.createSession();
        broker.refuse(CreateTemporaryDecoder.TEMPLATE_ID, ErrorCode.RESOURCES_EXHAUSTED);
        assertThrows(ResourceAllocationException.class, session::createTemporaryQueue);

        broker.cut();

        broker.await("ResumeComplete");
        assertEquals(List.of(), broker.starting("Create"));
    }

    @Test
    void shouldNotAskABrokerThatIsTooOld() throws JMSException {
        connection.close();
        broker.protocolVersion = Protocol.TEMPORARY_VERSION - 1;
        open();
        Session session = connection.createSession();

        JMSException e = assertThrows(JMSException.class, session::createTemporaryTopic);

        assertEquals("EPONA-5001", e.getErrorCode());
        assertEquals(List.of(), broker.starting("Create"));
    }

    @Test
    void shouldBeAnotherConnectionsAfterSerialization() throws Exception {
        TemporaryQueue queue = connection.createSession().createTemporaryQueue();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(queue);
        }
        EponaTemporaryQueue copy;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            copy = (EponaTemporaryQueue) in.readObject();
        }
        assertEquals(queue, copy);
        assertFalse(copy.isDeleted());
        assertThrows(JMSException.class, copy::delete);
    }
}
