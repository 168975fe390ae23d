package io.epona.tck.support;

import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Messages of a provider that there is not: header fields are kept under the names of their getters, properties under {@code
 * property.name}. Of bodies, {@code getText} and {@code getObject} are kept likewise, a map under {@code map}, the values of
 * a stream under {@code values} and bytes under {@code bytes}.
 */
public final class ForeignMessage implements InvocationHandler {
    private static final String PROPERTY = "property.";

    private final Map<String, Object> state;
    private Iterator<?> values;

    private ForeignMessage(Map<String, Object> state) {
        this.state = state;
    }

    /** A message of this type over this state. */
    public static <M extends Message> M of(Class<M> type, Map<String, Object> state) {
        return type.cast(Proxy.newProxyInstance(
                ForeignMessage.class.getClassLoader(), new Class<?>[] {type}, new ForeignMessage(state)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Exception {
        String name = method.getName();
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, name, arguments);
        }
        return switch (name) {
            case "reset" -> {
                values = null;
                yield null;
            }
            case "getBodyLength" -> (long) bytes().length;
            case "getPropertyNames" -> Collections.enumeration(propertyNames());
            case "propertyExists" -> state.containsKey(PROPERTY + arguments[0]);
            case "getMapNames" -> Collections.enumeration(map().keySet());
            case "itemExists" -> map().containsKey(arguments[0]);
            case "getObject" -> arguments == null ? state.get(name) : map().get(arguments[0]);
            case "readBytes" -> readBytes((byte[]) arguments[0]);
            default -> access(method, arguments);
        };
    }

    private Object ofObject(Object proxy, String name, Object[] arguments) {
        return switch (name) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(this);
            default -> "foreign message " + state;
        };
    }

    private Object access(Method method, Object[] arguments) throws Exception {
        String name = method.getName();
        if (name.endsWith("Property")) {
            String key = PROPERTY + arguments[0];
            return name.startsWith("set") ? put(key, arguments[1]) : state.get(key);
        } else if (name.startsWith("setJMS")) {
            return put("g" + name.substring(1), arguments[0]);
        } else if (name.startsWith("read")) {
            return next();
        }
        Object value = state.get(name);
        if (value != null || !method.getReturnType().isPrimitive()) {
            return value;
        }
        Class<?> type = method.getReturnType();
        return type == long.class ? (Object) 0L : type == int.class ? (Object) 0 : type == boolean.class ? false : null;
    }

    private Object put(String key, Object value) {
        if (value == null) {
            state.remove(key);
        } else {
            state.put(key, value);
        }
        return null;
    }

    private List<String> propertyNames() {
        return state.keySet().stream()
                .filter(key -> key.startsWith(PROPERTY))
                .map(key -> key.substring(PROPERTY.length()))
                .toList();
    }

    private Map<?, ?> map() {
        return (Map<?, ?>) state.get("map");
    }

    private byte[] bytes() {
        return (byte[]) state.get("bytes");
    }

    private Object next() throws MessageEOFException {
        if (values == null) {
            values = ((List<?>) state.get("values")).iterator();
        }
        if (!values.hasNext()) {
            throw new MessageEOFException("end of the foreign stream");
        }
        return values.next();
    }

    private int readBytes(byte[] buffer) {
        byte[] bytes = bytes();
        if (values != null || bytes == null) {
            return -1;
        }
        values = Collections.emptyIterator();
        int count = Math.min(buffer.length, bytes.length);
        System.arraycopy(bytes, 0, buffer, 0, count);
        return count;
    }
}
