package io.epona.jms.link;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Whom a frame that comes in is for. Thread-safe. */
final class Routes {
    /** A consumer and the session that it belongs to. */
    record Route(ClientConsumer consumer, Receiving receiving) {}

    private final Map<Integer, ClientSession> sessions = new ConcurrentHashMap<>();
    private final Map<Integer, Route> consumers = new ConcurrentHashMap<>();
    /** Which session has made a request. */
    private final Map<Integer, Integer> requests = new ConcurrentHashMap<>();

    private final AtomicInteger lastSession = new AtomicInteger();
    private final AtomicInteger lastConsumer = new AtomicInteger();
    private final AtomicInteger lastRequest = new AtomicInteger();

    int nextSession() {
        return lastSession.incrementAndGet();
    }

    int nextConsumer() {
        return lastConsumer.incrementAndGet();
    }

    /** Returns the number of a new request. */
    int addRequest(int session) {
        int request = lastRequest.incrementAndGet();
        requests.put(request, session);
        return request;
    }

    void add(int number, ClientSession session) {
        sessions.put(number, session);
    }

    void removeSession(int number) {
        sessions.remove(number);
        requests.values().removeIf(session -> session == number);
        consumers.values().removeIf(route -> route.receiving().session() == number);
    }

    void add(ClientConsumer consumer, Receiving receiving) {
        consumers.put(consumer.number(), new Route(consumer, receiving));
    }

    void remove(ClientConsumer consumer) {
        consumers.remove(consumer.number());
    }

    Collection<ClientSession> sessions() {
        return sessions.values();
    }

    /** Null if the session is closed. */
    ClientSession session(long number) {
        return sessions.get((int) number);
    }

    /** Null if the consumer is closed. */
    Route consumer(long number) {
        return consumers.get((int) number);
    }

    /** The session that has made a request, which is answered now; null if it is closed. */
    ClientSession takeRequest(long request) {
        Integer session = requests.remove((int) request);
        return session == null ? null : sessions.get(session);
    }
}
