package io.epona.server.cli;

import com.arjuna.ats.jta.TransactionManager;
import io.epona.server.cli.StopPoint.Call;
import io.epona.server.cli.StopPoint.Side;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.transaction.RollbackException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import javax.transaction.xa.XAResource;
import org.h2.jdbcx.JdbcDataSource;

/** Moves messages from one queue to another and writes a row for each, in a transaction each. One thread. */
final class Mover implements AutoCloseable {
    static final String IN = "transfer.in";
    static final String OUT = "transfer.out";

    private final XASession session;
    private final javax.sql.XAConnection rows;
    /** Stays open, since closing it would roll back. */
    private final Connection table;

    private final StoppingResource ofBroker;
    private final StoppingResource ofDatabase;
    private MessageConsumer consumer;

    Mover(XAConnection broker, JdbcDataSource database, Consumer<StopPoint> onPoint) throws JMSException, SQLException {
        session = broker.createXASession();
        rows = database.getXAConnection();
        table = rows.getConnection();
        ofBroker = new StoppingResource(session.getXAResource(), Side.BROKER, onPoint);
        ofDatabase = new StoppingResource(rows.getXAResource(), Side.DATABASE, onPoint);
    }

    /** How it is to end. Where it is rolled back when prepared, {@code side} is the one that is, and comes first. */
    record Ending(Side side, Call call) {}

    /**
     * Moves one message.
     *
     * @return its text, null if none came in time
     * @throws RollbackException if it was not moved, as the ending may want it
     */
    String move(Ending ending, long limitMs) throws Exception {
        var manager = TransactionManager.transactionManager();
        manager.begin();
        boolean isDone = false;
        try {
            for (XAResource each : enlisted(ending)) {
                manager.getTransaction().enlistResource(each);
            }
            String text = transfer(limitMs);
            if (text == null || ending.call() == Call.ROLLBACK) {
                manager.rollback();
            } else {
                manager.commit();
            }
            isDone = true;
            return text;
        } finally {
            if (!isDone && manager.getTransaction() != null) {
                manager.rollback();
            }
        }
    }

    private List<XAResource> enlisted(Ending ending) {
        boolean isRefused = ending.call() == Call.ROLLBACK_PREPARED;
        boolean isDatabaseFirst = isRefused && ending.side() == Side.DATABASE;
        ofBroker.setRefusing(isRefused && isDatabaseFirst);
        ofDatabase.setRefusing(isRefused && !isDatabaseFirst);
        List<XAResource> resources = new ArrayList<>(List.of(ofBroker, ofDatabase));
        if (isDatabaseFirst) {
            Collections.reverse(resources);
        }
        return resources;
    }

    private String transfer(long limitMs) throws JMSException, SQLException {
        if (consumer == null) {
            consumer = session.createConsumer(session.createQueue(IN));
        }
        TextMessage message = (TextMessage) consumer.receive(limitMs);
        if (message == null) {
            return null;
        }
        session.createProducer(session.createQueue(OUT)).send(session.createTextMessage(message.getText()));
        try (PreparedStatement insert = table.prepareStatement("insert into moved values (?)")) {
            insert.setString(1, message.getText());
            insert.executeUpdate();
        }
        return message.getText();
    }

    @Override
    public void close() throws SQLException, JMSException {
        table.close();
        rows.close();
        session.close();
    }
}
