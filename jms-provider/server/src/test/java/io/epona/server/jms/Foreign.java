package io.epona.server.jms;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Makes objects of "another provider": they do what an object of this one does, but are of no class of it. */
final class Foreign {
    private Foreign() {}

    static <T> T of(Class<T> type, T own) {
        return type.cast(Proxy.newProxyInstance(
                Foreign.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                    try {
                        return method.invoke(own, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
