package io.epona.jms.jndi;

import java.util.Iterator;
import javax.naming.NamingEnumeration;

/** A list as JNDI wants it. For one thread. */
final class Listing<T> implements NamingEnumeration<T> {
    private final Iterator<T> rest;

    Listing(Iterator<T> rest) {
        this.rest = rest;
    }

    @Override
    public boolean hasMore() {
        return rest.hasNext();
    }

    @Override
    public T next() {
        return rest.next();
    }

    @Override
    public boolean hasMoreElements() {
        return rest.hasNext();
    }

    @Override
    public T nextElement() {
        return rest.next();
    }

    @Override
    public void close() {}
}
