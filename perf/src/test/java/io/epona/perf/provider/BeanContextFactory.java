package io.epona.perf.provider;

import java.util.Map;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/** A JNDI that knows one name, {@code cf}, bound to a {@link BeanFactory} that was told the environment. */
public final class BeanContextFactory implements InitialContextFactory {
    @Override
    public Context getInitialContext(java.util.Hashtable<?, ?> environment) throws NamingException {
        BeanFactory factory = new BeanFactory();
        for (Map.Entry<?, ?> entry : environment.entrySet()) {
            factory.setProperty(entry.getKey().toString(), entry.getValue().toString());
        }
        return new InitialContext(true) {
            @Override
            public Object lookup(String name) throws NamingException {
                if (!name.equals("cf")) {
                    throw new NamingException("no such name: " + name);
                }
                return factory;
            }
        };
    }
}
