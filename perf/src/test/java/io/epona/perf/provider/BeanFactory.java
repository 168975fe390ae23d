package io.epona.perf.provider;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.util.Map;
import java.util.TreeMap;

/** A factory as other providers have them, with setters instead of a constructor. */
public final class BeanFactory implements ConnectionFactory {
    private final Map<String, Object> set = new TreeMap<>();

    /** What has been set. */
    Map<String, Object> set() {
        return set;
    }

    /** The address. */
    public void setUri(String uri) {
        set.put("uri", uri);
    }

    /** A number. */
    public void setPrefetch(int prefetch) {
        set.put("prefetch", prefetch);
    }

    /** A truth value. */
    public void setAsync(boolean isAsync) {
        set.put("async", isAsync);
    }

    /** Anything else. */
    public void setProperty(String name, String value) {
        set.put("property:" + name, value);
    }

    @Override
    public Connection createConnection() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Connection createConnection(String userName, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(String userName, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(String userName, String password, int sessionMode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        throw new UnsupportedOperationException();
    }
}
