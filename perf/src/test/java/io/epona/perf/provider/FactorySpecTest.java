package io.epona.perf.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.ConnectionFactory;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FactorySpecTest {
    private static final String BEAN = BeanFactory.class.getName();

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restoreContextClassLoader() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void shouldGiveTheUrlToTheConstructor() throws Exception {
        ConnectionFactory factory = FactorySpec.of(
                        List.of(), EponaConnectionFactory.class.getName(), "epona://127.0.0.1:1")
                .create();

        assertEquals(
                "epona://127.0.0.1:1",
                assertInstanceOf(EponaConnectionFactory.class, factory).uri());
    }

    @Test
    void shouldGiveUrlAndPropertiesToSetters() throws Exception {
        FactorySpec spec = new FactorySpec(
                List.of(), BEAN, "x://host", Map.of("prefetch", "7", "async", "true", "imqAddressList", "y"), null);

        BeanFactory factory = assertInstanceOf(BeanFactory.class, spec.create());

        assertEquals(
                Map.of("uri", "x://host", "prefetch", 7, "async", true, "property:imqAddressList", "y"), factory.set());
    }

    @Test
    void shouldLookUpInJndi() throws Exception {
        FactorySpec spec = new FactorySpec(
                List.of(), BeanContextFactory.class.getName(), "x://host", Map.of("queue.a", "b"), "cf");

        BeanFactory factory = assertInstanceOf(BeanFactory.class, spec.create());

        assertEquals("x://host", factory.set().get("property:java.naming.provider.url"));
        assertEquals("b", factory.set().get("property:queue.a"));
    }

    @Test
    void shouldSayWhatIsMissing() {
        fails("class=x.Y", new FactorySpec(List.of(), "x.Y", null, Map.of(), null));
        fails("class=java.lang.Object", new FactorySpec(List.of(), "java.lang.Object", null, Map.of(), null));
        fails("setters=", new FactorySpec(List.of(), "java.lang.Object", "x", Map.of(), null));
        fails("name=dd", new FactorySpec(List.of(), BeanContextFactory.class.getName(), null, Map.of(), "dd"));
        fails("EPONA-1014", FactorySpec.of(List.of(), EponaConnectionFactory.class.getName(), "http://x"));
    }

    private static void fails(String values, FactorySpec spec) {
        ProviderException e = assertThrows(ProviderException.class, spec::create);
        assertTrue(e.getMessage().contains(values), e.getMessage());
    }

    @Test
    void shouldLoadAProviderApartFromTheHarness() throws Exception {
        List<Path> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();

        ConnectionFactory factory = FactorySpec.of(jars, EponaConnectionFactory.class.getName(), "epona://127.0.0.1:1")
                .create();

        assertFalse(factory instanceof EponaConnectionFactory, "the same class");
        assertEquals(factory.getClass().getClassLoader(), Thread.currentThread().getContextClassLoader());
    }

    @Test
    void shouldNotShowSecrets() {
        Map<String, Object> shown =
                new FactorySpec(List.of(), BEAN, null, Map.of("jmsPassword", "x1y2z3"), null).describe();

        assertFalse(shown.toString().contains("x1y2z3"), shown.toString());
    }

    @Test
    void shouldNameTheProvidersThatItKnows() {
        ProviderException e = assertThrows(ProviderException.class, () -> Presets.named("x"));

        assertTrue(e.getMessage().contains("known=epona,artemis,artemis-best"), e.getMessage());
    }
}
