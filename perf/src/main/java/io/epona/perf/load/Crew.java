package io.epona.perf.load;

import io.epona.perf.load.Consumer.Seat;
import io.epona.perf.provider.Connector;
import io.epona.perf.workload.MessagePlan;
import io.epona.perf.workload.Places;
import io.epona.perf.workload.Workload;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** All producers and consumers of a run, and what they write down. Used by the thread of the run. */
final class Crew implements AutoCloseable {
    private final Connector connector;
    private final RunScope scope;
    private final Faults faults;
    private final List<Ledger> ledgers;
    private final List<Receipts> receipts;
    private final List<Producer> producers = new ArrayList<>();
    private final List<Consumer> consumers = new ArrayList<>();

    Crew(Connector connector, RunScope scope, Faults faults) {
        this.connector = connector;
        this.scope = scope;
        this.faults = faults;
        Workload workload = scope.workload();
        int count = workload.sending().producers();
        ledgers = IntStream.range(0, count).mapToObj(i -> new Ledger()).toList();
        receipts = IntStream.range(0, workload.consuming().consumers())
                .mapToObj(i -> new Receipts(new MessagePlan(workload), part(i), count))
                .toList();
    }

    /** Opens all producers; they send once they are run. */
    void openProducers(Latencies latencies, Flow flow) throws JMSException {
        for (int number = 0; number < ledgers.size(); number++) {
            Producer.Books books = new Producer.Books(ledgers.get(number), latencies, flow);
            producers.add(Producer.open(connect(), scope, number, books));
        }
    }

    /** Opens and starts all consumers. */
    void startConsumers(Latencies latencies) throws JMSException {
        Workload workload = scope.workload();
        int first = consumers.size();
        for (int number = 0; number < receipts.size(); number++) {
            String selector = workload.parts() > 1 ? Outlet.PART + " = " + part(number) : null;
            Seat seat = new Seat(places(number, workload), selector);
            Intake intake = new Intake(scope.run(), receipts.get(number), latencies);
            consumers.add(Consumer.open(connect(), scope, seat, intake, faults));
        }
        for (Consumer consumer : consumers.subList(first, consumers.size())) {
            consumer.start();
        }
    }

    private Connection connect() throws JMSException {
        Connection connection = connector.connect();
        connection.setExceptionListener(e -> faults.add("connection", e));
        return connection;
    }

    /** Which part of the messages of a destination a consumer gets. */
    private int part(int consumer) {
        Places places = scope.workload().places();
        return places.isTopic()
                ? consumer
                : consumer / places.count() % scope.workload().parts();
    }

    private static List<Integer> places(int consumer, Workload workload) {
        int count = workload.places().count();
        int consumers = workload.consuming().consumers();
        if (workload.places().isTopic()) {
            return IntStream.range(0, count).boxed().toList();
        }
        if (count <= consumers) {
            return List.of(consumer % count);
        }
        return IntStream.iterate(consumer, place -> place < count, place -> place + consumers)
                .boxed()
                .toList();
    }

    List<Producer> producers() {
        return producers;
    }

    List<Ledger> ledgers() {
        return ledgers;
    }

    List<Receipts> receipts() {
        return receipts;
    }

    long confirmedCount() {
        return ledgers.stream().mapToLong(Ledger::confirmedCount).sum();
    }

    long receivedCount() {
        return receipts.stream().mapToLong(Receipts::received).sum();
    }

    /** How many deliveries there must be in the end. */
    long expectedCount() {
        long sure = ledgers.stream()
                .mapToLong(ledger -> ledger.sentCount() - ledger.inDoubtCount())
                .sum();
        return Math.round(sure * scope.workload().deliveriesPerMessage());
    }

    @Override
    public void close() {
        producers.forEach(this::close);
        consumers.forEach(this::close);
    }

    private void close(AutoCloseable worker) {
        try {
            worker.close();
        } catch (Exception e) {
            faults.add("close", e);
        }
    }
}
