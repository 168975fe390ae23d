package io.epona.perf.provider;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * How a connection factory is made: by class name, or looked up in JNDI.
 *
 * @param jars jars of the client; none: what the harness's own class path holds
 * @param className class of the factory; with a {@code lookup} the initial context factory
 * @param url address: argument of the constructor if there is such a one, else given to a setter; in JNDI the provider URL
 * @param properties further settings: given to {@code setName(value)}, to {@code setProperty(name, value)} where there is
 *     no such setter, or put into the environment of JNDI
 * @param lookup name in JNDI; null: the factory is made by its class
 */
public record FactorySpec(
        List<Path> jars, String className, String url, Map<String, String> properties, String lookup) {
    private static final List<String> URL_SETTERS =
            List.of("setBrokerURL", "setUrl", "setUri", "setURI", "setRemoteURI", "setServerUrl", "setAddressList");

    /** Copies what it is given. */
    public FactorySpec {
        jars = List.copyOf(jars);
        properties = Map.copyOf(properties);
    }

    /** A factory made by its class, with nothing but an address. */
    public static FactorySpec of(List<Path> jars, String className, String url) {
        return new FactorySpec(jars, className, url, Map.of(), null);
    }

    /** The same with another class. */
    FactorySpec withClass(String otherClassName) {
        return new FactorySpec(jars, otherClassName, url, properties, lookup);
    }

    /**
     * Makes the factory. The provider's class loader becomes the context class loader of this thread, and so of those that
     * it starts.
     *
     * @throws ProviderException saying what could not be found or called
     */
    public ConnectionFactory create() throws ProviderException {
        return create(ConnectionFactory.class);
    }

    /** Makes one for XA, as {@link #create()} does; what it makes need not be an ordinary factory. */
    public XAConnectionFactory createXa() throws ProviderException {
        return create(XAConnectionFactory.class);
    }

    private <T> T create(Class<T> type) throws ProviderException {
        ClassLoader loader = jars.isEmpty() ? FactorySpec.class.getClassLoader() : ProviderLoader.of(jars);
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Object factory = lookup == null ? instantiate(loader) : lookUp();
            if (type.isInstance(factory)) {
                return type.cast(factory);
            }
            throw new ProviderException("not a " + type.getName() + ": class="
                    + (factory == null ? null : factory.getClass().getName()));
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ProviderException("class not loaded: class=" + className + " problem=" + e + " jars=" + jars, e);
        } catch (InvocationTargetException e) {
            throw new ProviderException("factory refused: class=" + className + " problem=" + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new ProviderException("factory cannot be made: class=" + className + " problem=" + e, e);
        } catch (NamingException e) {
            throw new ProviderException("lookup failed: name=" + lookup + " problem=" + e, e);
        }
    }

    private Object lookUp() throws NamingException {
        Properties environment = new Properties();
        environment.putAll(properties);
        environment.put("java.naming.factory.initial", className);
        if (url != null) {
            environment.put("java.naming.provider.url", url);
        }
        return new InitialContext(environment).lookup(lookup);
    }

    private Object instantiate(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass(className);
        Object factory;
        Constructor<?> withUrl = constructor(type);
        if (url == null) {
            factory = type.getConstructor().newInstance();
        } else if (withUrl != null) {
            factory = withUrl.newInstance(url);
        } else {
            factory = type.getConstructor().newInstance();
            urlSetter(type).invoke(factory, url);
        }
        for (Map.Entry<String, String> property : new LinkedHashMap<>(properties).entrySet()) {
            set(factory, property.getKey(), property.getValue());
        }
        return factory;
    }

    private static Constructor<?> constructor(Class<?> type) {
        try {
            return type.getConstructor(String.class);
        } catch (NoSuchMethodException e) {
            // Then there is a setter.
            return null;
        }
    }

    private static Method urlSetter(Class<?> type) throws NoSuchMethodException {
        for (String name : URL_SETTERS) {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name)
                        && List.of(method.getParameterTypes()).equals(List.of(String.class))) {
                    return method;
                }
            }
        }
        throw new NoSuchMethodException("neither a constructor for the URL nor a setter: setters=" + URL_SETTERS);
    }

    private static void set(Object factory, String name, String value) throws ReflectiveOperationException {
        String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        for (Method method : factory.getClass().getMethods()) {
            if (method.getName().equals(setter) && method.getParameterCount() == 1) {
                method.invoke(factory, converted(value, method.getParameterTypes()[0]));
                return;
            }
        }
        factory.getClass().getMethod("setProperty", String.class, String.class).invoke(factory, name, value);
    }

    private static Object converted(String value, Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return Integer.valueOf(value);
        }
        if (type == long.class || type == Long.class) {
            return Long.valueOf(value);
        }
        return type == boolean.class || type == Boolean.class ? Boolean.valueOf(value) : value;
    }

    /** What it is, for the result file. Values of properties whose name tells of a secret are left out. */
    public Map<String, Object> describe() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("class", className);
        map.put("url", url);
        map.put("lookup", lookup);
        Map<String, Object> shown = new LinkedHashMap<>();
        properties.forEach((name, value) -> shown.put(name, isSecret(name) ? "(not shown)" : value));
        map.put("properties", shown);
        map.put("jars", jars.stream().map(jar -> jar.getFileName().toString()).toList());
        return map;
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password") || lower.contains("credentials") || lower.contains("secret");
    }
}
