package io.epona.jms.jndi;

import java.util.Collections;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.InvalidNameException;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NameParser;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;

/** A context that properties have made: to look up and to list, not to change. Safe for use by any thread. */
final class EponaContext implements Context {
    private final Bindings bindings;
    private final Name path;
    private final Hashtable<Object, Object> environment = new Hashtable<>();

    EponaContext(Bindings bindings, Hashtable<?, ?> environment) {
        this(bindings, environment, new CompositeName());
    }

    private EponaContext(Bindings bindings, Hashtable<?, ?> environment, Name path) {
        this.bindings = bindings;
        this.path = path;
        if (environment != null) {
            this.environment.putAll(environment);
        }
    }

    @Override
    public Object lookup(String name) throws NamingException {
        return lookup(new CompositeName(name));
    }

    /** @throws NameNotFoundException with the part that is not there as the remaining name */
    @Override
    public Object lookup(Name name) throws NamingException {
        Bindings level = bindings;
        for (int i = 0; i < name.size(); i++) {
            if (level.isOnDemand()) {
                return create(level, name.getSuffix(i));
            }
            Object next = level.get(name.get(i));
            if (next instanceof Bindings deeper) {
                level = deeper;
            } else if (next == null) {
                throw at(new NameNotFoundException("name not found: name=" + name), name, i);
            } else if (i + 1 < name.size()) {
                throw at(new NotContextException("name is that of an object: name=" + name), name, i + 1);
            } else {
                return next;
            }
        }
        return new EponaContext(level, environment, path(name));
    }

    private static Object create(Bindings level, Name rest) throws NamingException {
        try {
            return level.create(String.join("/", Collections.list(rest.getAll())));
        } catch (IllegalArgumentException e) {
            InvalidNameException refusal = new InvalidNameException(e.getMessage());
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static NamingException at(NamingException failure, Name name, int index) {
        failure.setResolvedName(name.getPrefix(index));
        failure.setRemainingName(name.getSuffix(index));
        return failure;
    }

    private Name path(Name name) throws NamingException {
        return ((Name) path.clone()).addAll(name);
    }

    @Override
    public Object lookupLink(String name) throws NamingException {
        return lookup(name);
    }

    @Override
    public Object lookupLink(Name name) throws NamingException {
        return lookup(name);
    }

    @Override
    public NamingEnumeration<NameClassPair> list(String name) throws NamingException {
        return list(new CompositeName(name));
    }

    @Override
    public NamingEnumeration<NameClassPair> list(Name name) throws NamingException {
        return new Listing<>(context(name).objects().entrySet().stream()
                .map(each -> new NameClassPair(
                        each.getKey(), each.getValue().getClass().getName()))
                .iterator());
    }

    @Override
    public NamingEnumeration<Binding> listBindings(String name) throws NamingException {
        return listBindings(new CompositeName(name));
    }

    @Override
    public NamingEnumeration<Binding> listBindings(Name name) throws NamingException {
        return new Listing<>(context(name).objects().entrySet().stream()
                .map(each -> new Binding(each.getKey(), each.getValue()))
                .iterator());
    }

    private EponaContext context(Name name) throws NamingException {
        if (lookup(name) instanceof EponaContext context) {
            return context;
        }
        throw at(new NotContextException("name is that of an object: name=" + name), name, name.size());
    }

    private Map<String, Object> objects() throws NamingException {
        Map<String, Object> objects = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : bindings.entries().entrySet()) {
            Object value = entry.getValue();
            boolean isLevel = value instanceof Bindings;
            // The key is one part of a name, in which a slash has to stay quoted.
            Name name = new CompositeName().add(entry.getKey());
            objects.put(name.toString(), isLevel ? new EponaContext((Bindings) value, environment, path(name)) : value);
        }
        return objects;
    }

    @Override
    public NameParser getNameParser(String name) {
        return CompositeName::new;
    }

    @Override
    public NameParser getNameParser(Name name) {
        return CompositeName::new;
    }

    @Override
    public String composeName(String name, String prefix) throws NamingException {
        return composeName(new CompositeName(name), new CompositeName(prefix)).toString();
    }

    @Override
    public Name composeName(Name name, Name prefix) throws NamingException {
        return ((Name) prefix.clone()).addAll(name);
    }

    @Override
    public Object addToEnvironment(String name, Object value) {
        return environment.put(name, value);
    }

    @Override
    public Object removeFromEnvironment(String name) {
        return environment.remove(name);
    }

    @Override
    public Hashtable<?, ?> getEnvironment() {
        return new Hashtable<>(environment);
    }

    @Override
    public String getNameInNamespace() {
        return path.toString();
    }

    /** Does nothing: there is nothing to release. */
    @Override
    public void close() {}

    private static OperationNotSupportedException readOnly(String method) {
        return new OperationNotSupportedException("context is made of properties and read-only: method=" + method);
    }

    @Override
    public void bind(Name name, Object value) throws NamingException {
        throw readOnly("bind");
    }

    @Override
    public void bind(String name, Object value) throws NamingException {
        throw readOnly("bind");
    }

    @Override
    public void rebind(Name name, Object value) throws NamingException {
        throw readOnly("rebind");
    }

    @Override
    public void rebind(String name, Object value) throws NamingException {
        throw readOnly("rebind");
    }

    @Override
    public void unbind(Name name) throws NamingException {
        throw readOnly("unbind");
    }

    @Override
    public void unbind(String name) throws NamingException {
        throw readOnly("unbind");
    }

    @Override
    public void rename(Name oldName, Name newName) throws NamingException {
        throw readOnly("rename");
    }

    @Override
    public void rename(String oldName, String newName) throws NamingException {
        throw readOnly("rename");
    }

    @Override
    public Context createSubcontext(Name name) throws NamingException {
        throw readOnly("createSubcontext");
    }

    @Override
    public Context createSubcontext(String name) throws NamingException {
        throw readOnly("createSubcontext");
    }

    @Override
    public void destroySubcontext(Name name) throws NamingException {
        throw readOnly("destroySubcontext");
    }

    @Override
    public void destroySubcontext(String name) throws NamingException {
        throw readOnly("destroySubcontext");
    }
}
