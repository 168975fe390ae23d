package io.epona.perf.load;

import io.epona.perf.workload.Sending;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** Sends from when it is started until the end of the run or its share of the messages. */
final class Producer implements AutoCloseable {
    private final Connection connection;
    private final Sender sender;
    private final Flow flow;
    private final long share;

    private Producer(Connection connection, Sender sender, Flow flow, long share) {
        this.connection = connection;
        this.sender = sender;
        this.flow = flow;
        this.share = share;
    }

    /** What a producer writes down, and what it looks at. */
    record Books(Ledger ledger, Latencies latencies, Flow flow) {}

    /** Uses the connection from now on and closes it at the end. */
    static Producer open(Connection connection, RunScope scope, int number, Books books) throws JMSException {
        Sending sending = scope.workload().sending();
        int mode = sending.batch() > 0 ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE;
        Session session = scope.session(connection, mode);
        Outlet outlet = new Outlet(session, scope, number);
        Ledger ledger = books.ledger();
        Latencies latencies = books.latencies();
        Sender sender;
        if (sending.batch() > 0) {
            sender = new BatchSender(Transaction.of(session), outlet, ledger, latencies, sending.batch());
        } else if (sending.window() > 0) {
            sender = new WindowSender(outlet, ledger, latencies, sending.window());
        } else {
            sender = new BlockingSender(outlet, ledger, latencies);
        }
        return new Producer(
                connection, sender, books.flow(), share(scope.workload().span().messageLimit(), number, sending));
    }

    private static long share(long messageLimit, int number, Sending sending) {
        if (messageLimit == 0) {
            return Integer.MAX_VALUE;
        }
        return messageLimit / sending.producers() + (number < messageLimit % sending.producers() ? 1 : 0);
    }

    /** Sends; returns when all that was sent is confirmed. */
    void run(Pace pace, long endNs) throws JMSException, InterruptedException {
        TimerSlack.minimise();
        for (long sequence = 0; sequence < share; sequence++) {
            flow.await(sequence);
            long intendedNs = pace.awaitNext();
            if (intendedNs - endNs >= 0 || System.nanoTime() - endNs >= 0) {
                break;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("producer was told to give up: sequence=" + sequence);
            }
            sender.send(sequence, intendedNs);
        }
        sender.finish();
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
