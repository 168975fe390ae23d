package io.epona.tck.support;

import jakarta.jms.CompletionListener;
import jakarta.jms.ExceptionListener;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Topic;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls every method of an interface with arguments that are valid in themselves. */
public final class Calls {
    private final Map<Class<?>, Object> arguments = new HashMap<>();

    /** Arguments: these destinations and this message; other types have values of their own. */
    public Calls(Queue queue, Topic topic, Message message) {
        arguments.put(jakarta.jms.Destination.class, topic);
        arguments.put(Queue.class, queue);
        arguments.put(Topic.class, topic);
        arguments.put(Message.class, message);
        arguments.put(String.class, "text");
        arguments.put(CharSequence.class, "text");
        arguments.put(boolean.class, false);
        arguments.put(int.class, 1);
        arguments.put(long.class, 1L);
        arguments.put(byte[].class, new byte[] {1});
        arguments.put(java.io.Serializable.class, "object");
        arguments.put(Map.class, Map.of("a", 1));
        arguments.put(Class.class, String.class);
        arguments.put(MessageListener.class, (MessageListener) ignored -> {});
        arguments.put(ExceptionListener.class, (ExceptionListener) ignored -> {});
        arguments.put(CompletionListener.class, new Completions());
        arguments.put(ServerSessionPool.class, (ServerSessionPool) () -> {
            throw new jakarta.jms.JMSException("no server session");
        });
    }

    /** The methods of these interfaces, inherited ones included, but for those with these names. */
    public static List<Method> methods(Set<Class<?>> types, Set<String> except) {
        return types.stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getDeclaringClass().getName().startsWith("jakarta.jms"))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !except.contains(method.getName()))
                .sorted(Comparator.comparing(Calls::describe))
                .distinct()
                .toList();
    }

    /** The method as an application writes it. */
    public static String describe(Method method) {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(" + parameters + ")";
    }

    /** Calls it; what it throws is what this throws. */
    public Object call(Object target, Method method) throws Throwable {
        Object[] values =
                Arrays.stream(method.getParameterTypes()).map(this::argument).toArray();
        try {
            return method.invoke(target, values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object argument(Class<?> type) {
        Object value = arguments.get(type);
        if (value == null) {
            throw new IllegalArgumentException("no argument of this type: " + type);
        }
        return value;
    }
}
