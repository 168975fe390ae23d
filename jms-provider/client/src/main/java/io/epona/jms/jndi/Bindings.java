package io.epona.jms.jndi;

import io.epona.jms.destination.EponaQueue;
import io.epona.jms.destination.EponaTopic;
import io.epona.protocol.EponaUri;
import java.util.Collections;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.naming.CompositeName;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;

/** The names of one level, and what they stand for: an object or the next level. Immutable once made. */
final class Bindings {
    private static final String[] DEFAULT_FACTORIES = {
        "ConnectionFactory", "QueueConnectionFactory", "TopicConnectionFactory"
    };
    private static final String DEFAULT_XA_FACTORY = "XAConnectionFactory";

    private final Map<String, Object> entries = new TreeMap<>();
    /** Makes what is not listed, null if there is nothing but what is. */
    private final Function<String, Object> onDemand;

    private Bindings(Function<String, Object> onDemand) {
        this.onDemand = onDemand;
    }

    /** What the properties of an environment name, with the default names. */
    static Bindings of(Hashtable<?, ?> environment) throws NamingException {
        Login login = Login.of(environment);
        Bindings root = new Bindings(null);
        root.entries.put("dynamicQueues", new Bindings(EponaQueue::new));
        root.entries.put("dynamicTopics", new Bindings(EponaTopic::new));
        if (environment != null) {
            for (Map.Entry<?, ?> property : new TreeMap<>(texts(environment)).entrySet()) {
                root.bind((String) property.getKey(), (String) property.getValue(), login);
            }
        }
        Object url = environment == null ? null : environment.get(Context.PROVIDER_URL);
        String uri = url == null ? EponaUri.DEFAULT : url.toString();
        for (String name : DEFAULT_FACTORIES) {
            root.putIfAbsent(name, uri, login::factory);
        }
        root.putIfAbsent(DEFAULT_XA_FACTORY, uri, login::xaFactory);
        return root;
    }

    private void putIfAbsent(String name, String uri, Function<String, Object> constructor) throws NamingException {
        if (!entries.containsKey(name)) {
            put(Context.PROVIDER_URL, name, uri, constructor);
        }
    }

    private static Map<String, String> texts(Hashtable<?, ?> environment) {
        Map<String, String> texts = new TreeMap<>();
        environment.forEach((key, value) -> {
            if (key instanceof String name && value instanceof String text) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    private void bind(String key, String value, Login login) throws NamingException {
        int dot = key.indexOf('.');
        String name = key.substring(dot + 1);
        switch (dot < 0 ? "" : key.substring(0, dot)) {
            // Both spellings are in use for other providers.
            case "connectionFactory",
                    "connectionfactory",
                    "queueConnectionFactory",
                    "queueconnectionfactory",
                    "topicConnectionFactory",
                    "topicconnectionfactory" -> put(key, name, value, login::factory);
            case "xaConnectionFactory", "xaconnectionfactory" -> put(key, name, value, login::xaFactory);
            case "queue" -> put(key, name, value, EponaQueue::new);
            case "topic" -> put(key, name, value, EponaTopic::new);
            default -> {
                // A property of JNDI itself, or of somebody else.
            }
        }
    }

    private void put(String key, String name, String value, Function<String, Object> constructor)
            throws NamingException {
        Name path = new CompositeName(name);
        if (path.isEmpty() || name.isBlank()) {
            throw new ConfigurationException("property has no name after its dot: property=" + key);
        }
        Bindings level = this;
        for (String part : Collections.list(path.getPrefix(path.size() - 1).getAll())) {
            Object next = level.entries.computeIfAbsent(part, absent -> new Bindings(null));
            if (!(next instanceof Bindings deeper)) {
                throw clash(key, part);
            }
            level = deeper;
        }
        String last = path.get(path.size() - 1);
        if (level.entries.get(last) instanceof Bindings) {
            throw clash(key, last);
        }
        level.entries.put(last, create(key, value.trim(), constructor));
    }

    private static ConfigurationException clash(String key, String part) {
        return new ConfigurationException(
                "name cannot be an object and a context at a time: property=" + key + " part=" + part);
    }

    private static Object create(String key, String value, Function<String, Object> constructor)
            throws ConfigurationException {
        try {
            return constructor.apply(value);
        } catch (IllegalArgumentException e) {
            ConfigurationException refusal =
                    new ConfigurationException("value not allowed: property=" + key + " reason=" + e.getMessage());
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** The object or the next level with this name, null if there is none. */
    Object get(String name) {
        return entries.get(name);
    }

    /** Whether it makes objects of any name. */
    boolean isOnDemand() {
        return onDemand != null;
    }

    /** @throws IllegalArgumentException if the name is not allowed */
    Object create(String name) {
        return onDemand.apply(name);
    }

    /** What is listed, in order of names. */
    Map<String, Object> entries() {
        return Collections.unmodifiableMap(entries);
    }
}
