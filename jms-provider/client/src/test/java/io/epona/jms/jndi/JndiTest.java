package io.epona.jms.jndi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.jms.destination.EponaQueue;
import io.epona.jms.destination.EponaTopic;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnectionFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.InvalidNameException;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looking up by JNDI what properties name, and references. */
class JndiTest {
    private static Context context(Map<String, String> properties) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>(properties);
        environment.put(Context.INITIAL_CONTEXT_FACTORY, EponaInitialContextFactory.class.getName());
        return new InitialContext(environment);
    }

    private static String uri(Context context, String name) throws NamingException {
        return ((EponaConnectionFactory) context.lookup(name)).uri();
    }

    @Test
    void shouldLookUpWhatPropertiesName() throws Exception {
        Context context = context(Map.of(
                "connectionFactory.main", "epona://one:1,two:2?clientId=me",
                "connectionfactory.jms/other", "vm://other",
                "queue.orders", "company.orders",
                "queue.jms/deep/orders", " deep.orders ",
                "topic.jms/news", "company.news"));

        assertEquals("epona://one:1,two:2?clientId=me", uri(context, "main"));
        assertEquals("vm://other", uri(context, "jms/other"));
        assertEquals(new EponaQueue("company.orders"), context.lookup("orders"));
        assertEquals(new EponaQueue("deep.orders"), context.lookup(new CompositeName("jms/deep/orders")));
        assertEquals(new EponaTopic("company.news"), context.lookupLink("jms/news"));
        Context deep = (Context) ((Context) context.lookup("jms")).lookup("deep");
        assertEquals(new EponaQueue("deep.orders"), deep.lookup("orders"));
        assertEquals("jms/deep", deep.getNameInNamespace());
    }

    @Test
    void shouldHaveDefaultFactoriesForTheProviderUrl() throws Exception {
        Context named = context(Map.of(Context.PROVIDER_URL, "epona://broker:1"));
        Context unnamed = context(Map.of("connectionFactory.ConnectionFactory", "vm://mine"));

        assertEquals("epona://broker:1", uri(named, "ConnectionFactory"));
        assertEquals("epona://broker:1", uri(named, "QueueConnectionFactory"));
        assertEquals("epona://broker:1", uri(named, "TopicConnectionFactory"));
        assertEquals("vm://mine", uri(unnamed, "ConnectionFactory"));
        assertEquals("epona://127.0.0.1:7667", uri(unnamed, "TopicConnectionFactory"));
    }

    @Test
    void shouldMakeFactoriesOfEveryKind() throws Exception {
        Context context = context(Map.of(
                Context.PROVIDER_URL,
                "epona://broker:1",
                "xaConnectionFactory.jms/xa",
                "epona://xa:1",
                "xaconnectionfactory.xa",
                "epona://xa:2",
                "queueConnectionFactory.queues",
                "epona://queues:1",
                "queueconnectionfactory.queues2",
                "epona://queues:2",
                "topicConnectionFactory.topics",
                "epona://topics:1",
                "topicconnectionfactory.topics2",
                "epona://topics:2"));

        assertEquals("epona://xa:1", ((EponaXAConnectionFactory) context.lookup("jms/xa")).uri());
        assertEquals("epona://xa:2", ((EponaXAConnectionFactory) context.lookup("xa")).uri());
        assertEquals("epona://broker:1", ((EponaXAConnectionFactory) context.lookup("XAConnectionFactory")).uri());
        assertInstanceOf(QueueConnectionFactory.class, context.lookup("queues"));
        assertEquals("epona://queues:1", uri(context, "queues"));
        assertEquals("epona://queues:2", uri(context, "queues2"));
        assertInstanceOf(TopicConnectionFactory.class, context.lookup("topics"));
        assertEquals("epona://topics:1", uri(context, "topics"));
        assertEquals("epona://topics:2", uri(context, "topics2"));
    }

    private static void assertLoginRefused(String named, Object principal, Object credentials) {
        Hashtable<String, Object> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, EponaInitialContextFactory.class.getName());
        if (principal != null) {
            environment.put(Context.SECURITY_PRINCIPAL, principal);
        }
        environment.put(Context.SECURITY_CREDENTIALS, credentials);
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> new InitialContext(environment));
        assertTrue(e.getMessage().contains("property=" + named), e.getMessage());
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }

    @Test
    void shouldRefuseAUserThatCannotBeOneWithoutShowingThePassword() {
        assertLoginRefused(Context.SECURITY_PRINCIPAL, 17, "secret");
        assertLoginRefused(Context.SECURITY_PRINCIPAL, "x".repeat(256), "secret");
        assertLoginRefused(Context.SECURITY_CREDENTIALS, null, "secret");
        assertLoginRefused(Context.SECURITY_CREDENTIALS, "", "secret");
        assertLoginRefused(Context.SECURITY_CREDENTIALS, "alice", List.of("secret"));
    }

    @Test
    void shouldMakeDestinationsOfAnyName() throws Exception {
        Context context = context(Map.of());

        assertEquals(new EponaQueue("a/b"), context.lookup("dynamicQueues/a/b"));
        assertEquals(new EponaTopic("news"), ((Context) context.lookup("dynamicTopics")).lookup("news"));
        assertThrows(InvalidNameException.class, () -> context.lookup("dynamicQueues/a\u0001"));
        assertTrue(Collections.list(context.list("dynamicQueues")).isEmpty());
    }

    @Test
    void shouldList() throws Exception {
        Context context = context(Map.of("queue.jms/a", "qa", "topic.jms/b", "tb", "queue.jms/c/d", "qd"));

        List<NameClassPair> pairs = Collections.list(context.list("jms"));
        List<Binding> bindings = Collections.list(context.listBindings(new CompositeName("jms")));

        assertEquals(
                List.of("a", "b", "c"),
                pairs.stream().map(NameClassPair::getName).toList());
        assertEquals(EponaTopic.class.getName(), pairs.get(1).getClassName());
        assertEquals(new EponaQueue("qa"), bindings.get(0).getObject());
        assertInstanceOf(Context.class, bindings.get(2).getObject());
        assertEquals(7, Collections.list(context.list("")).size(), "four factories, two dynamic contexts, jms");
        assertThrows(NotContextException.class, () -> context.list("jms/a"));
    }

    @Test
    void shouldSayWhatIsNotThere() throws Exception {
        Context context = context(Map.of("queue.jms/a", "qa"));

        NameNotFoundException e = assertThrows(NameNotFoundException.class, () -> context.lookup("jms/b/c"));
        assertEquals("b/c", e.getRemainingName().toString());
        assertEquals("jms", e.getResolvedName().toString());
        assertThrows(NotContextException.class, () -> context.lookup("jms/a/b"));
    }

    @ParameterizedTest
    @CsvSource({
        "connectionFactory.main,       http://x, connectionFactory.main",
        "connectionFactory.main,       epona://h?prefetch=1, prefetchBytes",
        "java.naming.provider.url,     epona://, java.naming.provider.url",
        "queue.,                       orders, queue.",
        "topic.news,                   '', topic.news",
        "queue.dynamicQueues,          orders, dynamicQueues",
        "queue.ConnectionFactory/deep, orders, deep"
    })
    void shouldSayWhatIsWrongWithAProperty(String key, String value, String named) throws Exception {
        Map<String, String> properties = key.startsWith("queue.ConnectionFactory")
                ? Map.of(key, value, "connectionFactory.ConnectionFactory", "vm://x")
                : Map.of(key, value);

        ConfigurationException e = assertThrows(ConfigurationException.class, () -> context(properties));

        assertTrue(e.getMessage().contains(named), e.getMessage());
    }

    @Test
    void shouldReadJndiProperties(@TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("jndi.properties"),
                "java.naming.factory.initial=" + EponaInitialContextFactory.class.getName()
                        + "\njava.naming.provider.url=epona://filed:1\nqueue.orders=filed.orders\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {URI.create(directory.toUri().toString()).toURL()}, before)) {
            thread.setContextClassLoader(loader);
            Context context = new InitialContext();
            assertEquals("epona://filed:1", uri(context, "ConnectionFactory"));
            assertEquals(new EponaQueue("filed.orders"), context.lookup("orders"));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void shouldRefuseToBeChanged() throws Exception {
        Context context = (Context) context(Map.of()).lookup("");
        CompositeName name = new CompositeName("a");

        assertThrows(OperationNotSupportedException.class, () -> context.bind("a", "b"));
        assertThrows(OperationNotSupportedException.class, () -> context.bind(name, "b"));
        assertThrows(OperationNotSupportedException.class, () -> context.rebind("a", "b"));
        assertThrows(OperationNotSupportedException.class, () -> context.rebind(name, "b"));
        assertThrows(OperationNotSupportedException.class, () -> context.unbind("a"));
        assertThrows(OperationNotSupportedException.class, () -> context.unbind(name));
        assertThrows(OperationNotSupportedException.class, () -> context.rename("a", "b"));
        assertThrows(OperationNotSupportedException.class, () -> context.rename(name, name));
        assertThrows(OperationNotSupportedException.class, () -> context.createSubcontext("a"));
        assertThrows(OperationNotSupportedException.class, () -> context.createSubcontext(name));
        assertThrows(OperationNotSupportedException.class, () -> context.destroySubcontext("a"));
        assertThrows(OperationNotSupportedException.class, () -> context.destroySubcontext(name));
    }

    @Test
    void shouldKeepAnEnvironmentOfItsOwnAndComposeNames() throws Exception {
        Context context = (Context) context(Map.of("queue.a", "qa")).lookup("");

        assertNull(context.addToEnvironment("b", "c"));
        assertEquals("c", context.getEnvironment().get("b"));
        assertEquals("c", context.removeFromEnvironment("b"));
        assertEquals("x/y/z", context.composeName("z", "x/y"));
        assertEquals(
                "x/z",
                context.composeName(new CompositeName("z"), new CompositeName("x"))
                        .toString());
        assertEquals(2, context.getNameParser("").parse("a/b").size());
        assertEquals(1, context.getNameParser(new CompositeName()).parse("a").size());
        context.close();
    }

    private static Object dereferenced(Referenceable object) throws Exception {
        return NamingManager.getObjectInstance(object.getReference(), null, null, null);
    }

    private static Object copied(Serializable object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @Test
    void shouldGoThroughReferencesAndSerialisation() throws Exception {
        EponaConnectionFactory factory = new EponaConnectionFactory("epona://a:1,b:2?clientId=me");
        EponaQueue queue = new EponaQueue("orders");
        EponaTopic topic = new EponaTopic("news");

        assertEquals(factory.uri(), ((EponaConnectionFactory) dereferenced(factory)).uri());
        assertEquals(factory.uri(), ((EponaConnectionFactory) copied(factory)).uri());
        EponaXAConnectionFactory xaFactory = new EponaXAConnectionFactory("epona://a:1", "alice", "secret");
        assertEquals("epona://a:1", ((EponaXAConnectionFactory) dereferenced(xaFactory)).uri());
        assertEquals("epona://a:1", ((EponaXAConnectionFactory) copied(xaFactory)).uri());
        assertEquals(1, xaFactory.getReference().size(), "the URI alone, not the user");
        assertEquals(queue, dereferenced(queue));
        assertEquals(queue, copied(queue));
        assertEquals(topic, dereferenced(topic));
        assertEquals(topic, copied(topic));
    }

    @Test
    void shouldRefuseReferencesThatLackSomethingAndLeaveOthersAlone() throws Exception {
        EponaObjectFactory factory = new EponaObjectFactory();

        assertNull(factory.getObjectInstance("text", null, null, null));
        assertNull(factory.getObjectInstance(new Reference("java.lang.String"), null, null, null));
        NamingException e = assertThrows(
                NamingException.class,
                () -> factory.getObjectInstance(new Reference(EponaQueue.class.getName()), null, null, null));
        assertTrue(e.getMessage().contains(EponaQueue.class.getName()), e.getMessage());
        Reference badUri = new Reference(EponaConnectionFactory.class.getName(), new StringRefAddr("uri", "http://x"));
        assertThrows(NamingException.class, () -> factory.getObjectInstance(badUri, null, null, null));
    }
}
