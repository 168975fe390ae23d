package io.epona.jms.jndi;

import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.jms.destination.EponaQueue;
import io.epona.jms.destination.EponaTopic;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Function;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;

/**
 * Makes connection factories, queues and topics again from the references that they give of themselves, for naming services
 * that store references. The user of such a service's environment is one of that service, not of a broker, and not passed on.
 * Stateless, for any thread.
 */
public final class EponaObjectFactory implements ObjectFactory {
    private static final String URI = "uri";
    private static final String NAME = "name";
    private static final Map<String, Function<Reference, Object>> MAKERS = Map.of(
            EponaConnectionFactory.class.getName(), reference -> new EponaConnectionFactory(text(reference, URI)),
            EponaXAConnectionFactory.class.getName(), reference -> new EponaXAConnectionFactory(text(reference, URI)),
            EponaQueue.class.getName(), reference -> new EponaQueue(text(reference, NAME)),
            EponaTopic.class.getName(), reference -> new EponaTopic(text(reference, NAME)));

    /** For JNDI, which calls it by reflection. */
    public EponaObjectFactory() {}

    /**
     * The object that the reference describes.
     *
     * @return null if it is no reference to one of these classes, so that other factories are asked
     * @throws NamingException if the reference lacks something or has a value that is not allowed
     */
    @Override
    public Object getObjectInstance(Object object, Name name, Context context, Hashtable<?, ?> environment)
            throws NamingException {
        if (!(object instanceof Reference reference)) {
            return null;
        }
        Function<Reference, Object> maker = MAKERS.get(reference.getClassName());
        try {
            return maker == null ? null : maker.apply(reference);
        } catch (IllegalArgumentException e) {
            NamingException refusal = new NamingException(
                    "reference not understood: class=" + reference.getClassName() + " reason=" + e.getMessage());
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static String text(Reference reference, String type) {
        RefAddr address = reference.get(type);
        return address == null ? null : (String) address.getContent();
    }
}
