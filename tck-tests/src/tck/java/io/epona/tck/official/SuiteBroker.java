package io.epona.tck.official;

import com.sun.ts.lib.util.TestUtil;
import io.epona.broker.BrokerStartException;
import io.epona.broker.EponaBroker;
import io.epona.broker.users.User;
import io.epona.broker.users.UsersFile;
import io.epona.protocol.scram.ScramVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Runs a broker, on disk and over TCP, for as long as the suite runs, and tells the suite about {@link SuiteObjects}. */
public final class SuiteBroker implements LauncherSessionListener {
    /** The system property with the URI of the broker. */
    static final String URI_PROPERTY = "io.epona.tck.uri";

    private EponaBroker broker;

    /** JUnit finds the class as a service and calls this. */
    public SuiteBroker() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        try {
            Path directory = Files.createTempDirectory("tck-broker");
            Path users = directory.resolve("users.txt");
            ScramVerifier verifier = ScramVerifier.of("j2ee".toCharArray(), ScramVerifier.MIN_ITERATIONS);
            UsersFile.add(users, new User("j2ee", verifier, Set.of()));
            broker = EponaBroker.builder()
                    .dataDirectory(directory)
                    .port(0)
                    .users(users)
                    .anonymous(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BrokerStartException e) {
            throw new IllegalStateException(e);
        }
        System.setProperty(URI_PROPERTY, broker.uri());
        Properties properties = new Properties();
        properties.setProperty("porting.ts.jmsObjects.class.1", SuiteObjects.class.getName());
        TestUtil.initNoLogging(properties);
        session.getLauncher().registerTestExecutionListeners(new SuiteLog());
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        broker.close();
    }
}
