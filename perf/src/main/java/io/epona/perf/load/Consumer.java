package io.epona.perf.load;

import io.epona.perf.workload.Consuming;
import io.epona.perf.workload.Consuming.Acknowledge;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.List;

/** Receives from its destinations from when it is started until it is closed. */
final class Consumer implements AutoCloseable {
    /** Longer than it takes to fill a batch at any rate worth measuring, short enough to end soon. */
    private static final long RECEIVE_MS = 100;

    private static final long JOIN_LIMIT_MS = 30_000;

    private final Connection connection;
    private final Transaction transaction;
    private final Consuming consuming;
    private final Intake intake;
    private final Faults faults;
    private final Thread thread;
    private MessageConsumer only;
    private int place;
    private volatile boolean isClosed;

    private Consumer(
            Connection connection, Transaction transaction, Consuming consuming, Intake intake, Faults faults) {
        this.connection = connection;
        this.transaction = transaction;
        this.consuming = consuming;
        this.intake = intake;
        this.faults = faults;
        thread = new Thread(this::receive, "perf-consumer");
        thread.setDaemon(true);
    }

    /**
     * Where a consumer listens, and for what.
     *
     * @param places indexes of its destinations
     * @param selector the selector; null: none
     */
    record Seat(List<Integer> places, String selector) {}

    /** Uses the connection from now on and closes it at the end. Nothing arrives before {@link #start}. */
    static Consumer open(Connection connection, RunScope scope, Seat seat, Intake intake, Faults faults)
            throws JMSException {
        Consuming consuming = scope.workload().consuming();
        Session session = scope.session(connection, mode(consuming.acknowledge()));
        Consumer consumer = new Consumer(connection, Transaction.of(session), consuming, intake, faults);
        for (int place : seat.places()) {
            MessageConsumer messages = session.createConsumer(scope.destination(session, place), seat.selector());
            if (consuming.usesListener()) {
                messages.setMessageListener(message -> consumer.onMessage(message, place));
            } else {
                consumer.only = messages;
                consumer.place = place;
            }
        }
        return consumer;
    }

    private static int mode(Acknowledge acknowledge) {
        return switch (acknowledge) {
            case AUTO -> Session.AUTO_ACKNOWLEDGE;
            case DUPS_OK -> Session.DUPS_OK_ACKNOWLEDGE;
            case CLIENT -> Session.CLIENT_ACKNOWLEDGE;
            case TRANSACTED -> Session.SESSION_TRANSACTED;
        };
    }

    /** From now on messages arrive. */
    void start() throws JMSException {
        connection.start();
        if (!consuming.usesListener()) {
            thread.start();
        }
    }

    private void onMessage(Message message, int from) {
        try {
            intake.accept(message, from);
        } catch (JMSException | RuntimeException e) {
            faults.add("consumer", e);
        }
    }

    private void receive() {
        TimerSlack.minimise();
        try {
            while (!isClosed) {
                receiveBatch();
            }
        } catch (JMSException | RuntimeException e) {
            faults.add("consumer", e);
        }
    }

    /** Ends early when nothing comes, so that no transaction stays open for long. */
    private void receiveBatch() throws JMSException {
        boolean isTransacted = consuming.acknowledge() == Acknowledge.TRANSACTED;
        if (isTransacted) {
            transaction.begin();
        }
        Message last = null;
        for (int count = 0; count < consuming.batch() && !isClosed; count++) {
            Message message = only.receive(RECEIVE_MS);
            if (message == null) {
                break;
            }
            intake.accept(message, place);
            last = message;
        }
        if (isTransacted) {
            transaction.commit();
        } else if (last != null && consuming.acknowledge() == Acknowledge.CLIENT) {
            last.acknowledge();
        }
    }

    @Override
    public void close() throws JMSException {
        isClosed = true;
        try {
            thread.join(JOIN_LIMIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
