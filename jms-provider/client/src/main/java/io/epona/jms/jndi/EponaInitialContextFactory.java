package io.epona.jms.jndi;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/**
 * Makes initial contexts from properties: {@code connectionFactory.<name>=<URI>}, {@code xaConnectionFactory.<name>=<URI>},
 * {@code queue.<name>=<queue>} and {@code topic.<name>=<topic>}. Factories have the user that the security properties of the
 * environment name. Stateless, for any thread.
 */
public final class EponaInitialContextFactory implements InitialContextFactory {
    /** For JNDI, which calls it by reflection. */
    public EponaInitialContextFactory() {}

    /**
     * A context with what the environment names, which cannot be changed.
     *
     * @throws javax.naming.ConfigurationException naming the property that is wrong
     */
    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        return new EponaContext(Bindings.of(environment), environment);
    }
}
