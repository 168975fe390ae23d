package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureReportsTest {
    private final FailureReports reports = new FailureReports();

    @Test
    void shouldTellOneAfterTheOtherInOrder() {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger inListener = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        reports.setListener(failure -> {
            most.accumulateAndGet(inListener.incrementAndGet(), Math::max);
            heard.add(failure.getMessage());
            inListener.decrementAndGet();
        });

        for (int i = 0; i < 500; i++) {
            reports.add(new JMSException("f" + i));
        }

        Await.await(() -> heard.size() == 500, "all are heard");
        assertEquals(IntStream.range(0, 500).mapToObj(i -> "f" + i).toList(), heard);
        assertEquals(1, most.get());
    }

    @Test
    void shouldGoOnAfterAListenerThatThrowsAndBoundWhatItHasNotHeard() throws Exception {
        CountDownLatch isEntered = new CountDownLatch(1);
        CountDownLatch isReleased = new CountDownLatch(1);
        AtomicInteger heard = new AtomicInteger();
        reports.setListener(failure -> {
            heard.incrementAndGet();
            isEntered.countDown();
            try {
                isReleased.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalArgumentException("planted");
        });
        reports.add(new JMSException("first"));
        isEntered.await();
        for (int i = 0; i < 1001; i++) {
            reports.add(new JMSException("later"));
        }

        isReleased.countDown();

        Await.await(() -> heard.get() == 1001, "the first and a thousand are heard");
    }

    @Test
    void shouldForgetFailuresWithoutAListener() {
        reports.add(new JMSException("unheard"));
        AtomicInteger heard = new AtomicInteger();
        reports.setListener(failure -> heard.incrementAndGet());

        reports.add(new JMSException("heard"));

        Await.await(() -> heard.get() == 1, "one is heard");
    }
}
