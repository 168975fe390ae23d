package io.epona.perf.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Connections of a real provider whose listeners get their messages through a fault. */
final class FaultyFactory {
    private FaultyFactory() {}

    /** What becomes of a message on the way to the listener. */
    interface Fault {
        void pass(Message message, MessageListener listener);
    }

    static ConnectionFactory wrap(ConnectionFactory factory, Fault fault) {
        return wrap(ConnectionFactory.class, factory, fault);
    }

    private static <T> T wrap(Class<T> type, Object target, Fault fault) {
        return type.cast(Proxy.newProxyInstance(
                FaultyFactory.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(target, method, arguments, fault)));
    }

    private static Object call(Object target, Method method, Object[] arguments, Fault fault) throws Throwable {
        try {
            if (method.getName().equals("setMessageListener")) {
                MessageListener listener = (MessageListener) arguments[0];
                arguments[0] = (MessageListener) message -> fault.pass(message, listener);
            }
            Object result = method.invoke(target, arguments);
            if (result instanceof Connection) {
                return wrap(Connection.class, result, fault);
            }
            if (result instanceof Session) {
                return wrap(Session.class, result, fault);
            }
            return result instanceof MessageConsumer ? wrap(MessageConsumer.class, result, fault) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
