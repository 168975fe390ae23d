package io.epona.server.cli;

import io.epona.jms.EponaXAConnectionFactory;
import io.epona.server.cli.StopPoint.Call;
import io.epona.server.cli.StopPoint.Side;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.transaction.RollbackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.transaction.xa.XAResource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Moves messages from one queue to another and writes a row for each into a database, each move in a transaction of
 * Narayana. First it recovers what a former process has left. To be killed at any time.
 *
 * <p>Arguments: URI of the broker, directory, and what to do: {@code move} until no message is left, {@code recover} and
 * print the rows, or {@code serve}, which reads commands: {@code move N POINT}, stopping there until a line comes, and
 * {@code check N}, which recovers and prints the rows. N is repeated in what is printed.
 */
final class TransferProcess implements AutoCloseable {
    static final String MOVED = "moved";
    static final String READY = "recovered";

    private static final int THREAD_COUNT = 3;
    private static final int IDLE_MS = 500;
    private static final int LIMIT_MS = 60_000;
    private static final Mover.Ending COMMIT = new Mover.Ending(Side.BROKER, Call.COMMIT);

    private final JdbcDataSource database = new JdbcDataSource();
    private final BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final XAConnection broker;
    private final TransferRecovery recovery;
    private StopPoint stop;
    private String stopName;

    private TransferProcess(String uri, Path directory) throws Exception {
        database.setURL("jdbc:h2:file:" + directory.resolve("rows").toAbsolutePath() + ";WRITE_DELAY=0");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists moved (id varchar primary key)");
        }
        broker = new EponaXAConnectionFactory(uri + "?prefetchMessages=1").createXAConnection();
        broker.start();
        recovery = new TransferRecovery(
                directory.resolve("narayana").toString(),
                List.of(
                        named(broker.createXASession().getXAResource(), Side.BROKER),
                        named(database.getXAConnection().getXAResource(), Side.DATABASE)));
    }

    private static XAResource named(XAResource resource, Side side) {
        return new StoppingResource(resource, side, point -> {});
    }

    private void moveAll() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREAD_COUNT);
        try {
            List<Future<?>> moves = new ArrayList<>();
            for (int i = 0; i < THREAD_COUNT; i++) {
                moves.add(threads.submit(() -> {
                    moveWhatThereIs();
                    return null;
                }));
            }
            for (Future<?> each : moves) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void moveWhatThereIs() throws Exception {
        try (Mover mover = new Mover(broker, database, point -> {})) {
            boolean isMoving = true;
            while (isMoving) {
                isMoving = mover.move(COMMIT, IDLE_MS) != null;
                // Also if nothing was left: the test waits for the first such line.
                System.out.println(MOVED);
            }
        }
    }

    private void serve() throws Exception {
        try (Mover mover = new Mover(broker, database, this::onPoint)) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ");
                if (words[0].equals("move")) {
                    move(mover, words[1], StopPoint.parse(words[2]));
                } else {
                    recovery.run();
                    System.out.println("rows " + words[1] + " " + String.join(",", rows()));
                }
            }
        }
    }

    private void move(Mover mover, String name, StopPoint point) throws Exception {
        stop = point;
        stopName = name;
        String outcome = MOVED;
        try {
            mover.move(new Mover.Ending(point.side(), point.call()), LIMIT_MS);
            if (point.call() == Call.ROLLBACK) {
                outcome = "undone";
            }
        } catch (RollbackException e) {
            outcome = point.call() == Call.ROLLBACK_PREPARED ? "undone" : "refused: " + e;
        }
        System.out.println("done " + name + " " + outcome);
    }

    private void onPoint(StopPoint point) {
        if (point.equals(stop)) {
            stop = null;
            System.out.println("at " + stopName);
            try {
                commands.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet ids = statement.executeQuery("select id from moved order by id")) {
            while (ids.next()) {
                rows.add(ids.getString(1));
            }
        }
        return rows;
    }

    @Override
    public void close() throws JMSException {
        recovery.close();
        broker.close();
    }

    public static void main(String[] arguments) throws Exception {
        try (TransferProcess process = new TransferProcess(arguments[0], Path.of(arguments[1]))) {
            process.recovery.run();
            System.out.println(READY);
            switch (arguments[2]) {
                case "move" -> process.moveAll();
                case "serve" -> process.serve();
                default -> process.rows().forEach(row -> System.out.println("row " + row));
            }
        }
    }
}
