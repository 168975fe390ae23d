package io.epona.perf.peer;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Starts a broker from the jars on the class path and ends when standard input does, so that it never outlives the harness:
 * {@code artemis broker.xml}, {@code classic broker:(…)}, or {@code main class argument…}.
 */
public final class PeerMain {
    private PeerMain() {}

    /** Starts the broker that the first argument names. */
    public static void main(String[] arguments) throws Exception {
        endWithStandardInput();
        switch (arguments[0]) {
            case "artemis" -> startArtemis(Path.of(arguments[1]));
            case "classic" -> startClassic(arguments[1]);
            case "main" -> startMain(arguments[1], Arrays.copyOfRange(arguments, 2, arguments.length));
            default -> throw new IllegalArgumentException("unknown broker: name=" + arguments[0]);
        }
    }

    private static void startArtemis(Path configuration) throws ReflectiveOperationException {
        Class<?> type = Class.forName("org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ");
        Object broker = type.getConstructor().newInstance();
        type.getMethod("setConfigResourcePath", String.class)
                .invoke(broker, configuration.toUri().toString());
        type.getMethod("start").invoke(broker);
    }

    private static void startClassic(String uri) throws ReflectiveOperationException {
        Class<?> type = Class.forName("org.apache.activemq.broker.BrokerFactory");
        Object broker = type.getMethod("createBroker", URI.class).invoke(null, URI.create(uri));
        broker.getClass().getMethod("start").invoke(broker);
    }

    private static void startMain(String className, String[] arguments) throws ReflectiveOperationException {
        Method main = Class.forName(className).getMethod("main", String[].class);
        main.invoke(null, (Object) arguments);
    }

    private static void endWithStandardInput() {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is expected but the end.
                        }
                    } catch (IOException e) {
                        // As good as its end.
                    }
                    Runtime.getRuntime().halt(0);
                },
                "end-with-stdin");
        // Not a daemon: some brokers have daemon threads only and leave it to their main class to stay.
        thread.start();
    }
}
