package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReceptionTest {
    private static final long TIMEOUT_MS = 10;

    private final Queue<String> bodies = new ArrayDeque<>();
    /** What had been written each time that a message was acknowledged. */
    private final List<String> acknowledged = new ArrayList<>();

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintWriter(new StringWriter()), "received");

    @Test
    void shouldAcknowledgeWhatItHasWritten() throws JMSException, CommandException {
        bodies.addAll(List.of("a", "b"));

        new Reception(written, progress, Long.MAX_VALUE, TIMEOUT_MS).run(consumer());

        assertEquals(List.of("a\nb\n"), acknowledged);
        assertEquals(2, progress.count());
    }

    @Test
    void shouldAcknowledgeBatchWiseWhileMoreIsThere() throws JMSException, CommandException {
        for (int i = 0; i < 101; i++) {
            bodies.add("x");
        }

        new Reception(written, progress, Long.MAX_VALUE, TIMEOUT_MS).run(consumer());

        assertEquals(List.of("x\n".repeat(100), "x\n".repeat(101)), acknowledged);
    }

    @Test
    void shouldTakeNoMoreThanAskedFor() throws JMSException, CommandException {
        bodies.addAll(List.of("a", "b", "c"));

        new Reception(written, progress, 2, TIMEOUT_MS).run(consumer());

        assertEquals(List.of("a\nb\n"), acknowledged);
        assertEquals(1, bodies.size());
    }

    @Test
    void shouldNotAcknowledgeWhatCouldNotBeWritten() {
        bodies.addAll(List.of("a", "b"));
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Reception reception = new Reception(closed, progress, Long.MAX_VALUE, TIMEOUT_MS);

        CommandException e = assertThrows(CommandException.class, () -> reception.run(consumer()));

        assertTrue(e.getMessage().contains("received=0 cause=Broken pipe"), e.getMessage());
        assertEquals(List.of(), acknowledged);
    }

    @Test
    void shouldEndWhenItIsStopped() throws JMSException, CommandException, InterruptedException {
        Reception reception = new Reception(written, progress, Long.MAX_VALUE, Long.MAX_VALUE);
        Thread stopper = new Thread(reception::stop);
        stopper.start();

        reception.run(consumer());

        stopper.join();
        assertEquals(0, progress.count());
    }

    private MessageConsumer consumer() {
        return (MessageConsumer) fake(MessageConsumer.class, name -> {
            String body = bodies.poll();
            return body == null ? null : message(body);
        });
    }

    private TextMessage message(String body) {
        return (TextMessage) fake(TextMessage.class, name -> {
            if (name.equals("acknowledge")) {
                acknowledged.add(written.toString(StandardCharsets.UTF_8));
                return null;
            }
            return body;
        });
    }

    private static Object fake(Class<?> type, Function<String, Object> answer) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.apply(method.getName()));
    }
}
