package io.epona.server.jms;

import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What an application server has: sessions, each with a thread for the time that it runs. */
final class ServerThreads implements ServerSessionPool, AutoCloseable {
    final AtomicInteger failuresToCome = new AtomicInteger();
    final AtomicInteger startFailuresToCome = new AtomicInteger();
    final AtomicInteger runs = new AtomicInteger();
    private final BlockingQueue<Session> idle;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ServerThreads(Session... sessions) {
        idle = new ArrayBlockingQueue<>(sessions.length);
        idle.addAll(List.of(sessions));
    }

    @Override
    public ServerSession getServerSession() throws JMSException {
        if (failuresToCome.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
            throw new JMSException("planted: pool");
        }
        try {
            Session session = idle.take();
            return new ServerSession() {
                @Override
                public Session getSession() {
                    return session;
                }

                @Override
                public void start() throws JMSException {
                    if (startFailuresToCome.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
                        idle.add(session);
                        throw new JMSException("planted: start");
                    }
                    threads.execute(() -> {
                        runs.incrementAndGet();
                        try {
                            session.run();
                        } finally {
                            idle.add(session);
                        }
                    });
                }
            };
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
