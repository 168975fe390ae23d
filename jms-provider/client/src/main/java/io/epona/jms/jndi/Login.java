package io.epona.jms.jndi;

import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.jms.link.Credentials;
import jakarta.jms.JMSException;
import java.util.Hashtable;
import javax.naming.ConfigurationException;
import javax.naming.Context;

/** The user that an environment names for the connections of its factories; never shown. Immutable. */
final class Login {
    private final String user;
    private final String password;

    private Login(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /**
     * What the environment says; nobody if it says nothing.
     *
     * @param environment null for an empty one
     * @throws ConfigurationException naming the property that is wrong, without its value
     */
    static Login of(Hashtable<?, ?> environment) throws ConfigurationException {
        Object principal = environment == null ? null : environment.get(Context.SECURITY_PRINCIPAL);
        Object credentials = environment == null ? null : environment.get(Context.SECURITY_CREDENTIALS);
        if (principal != null && !(principal instanceof String)) {
            throw refused(Context.SECURITY_PRINCIPAL, "must be a text");
        }
        String user = (String) principal;
        if (credentials != null && (user == null || user.isEmpty())) {
            // Connections would be anonymous although a password was given.
            throw refused(Context.SECURITY_CREDENTIALS, "no " + Context.SECURITY_PRINCIPAL + " is given with it");
        }
        Login login = new Login(user, password(credentials));
        try {
            Credentials.of(login.user, login.password);
        } catch (JMSException e) {
            ConfigurationException refusal = refused(Context.SECURITY_PRINCIPAL, e.getMessage());
            refusal.initCause(e);
            throw refusal;
        }
        return login;
    }

    private static String password(Object credentials) throws ConfigurationException {
        if (credentials instanceof char[] characters) {
            return new String(characters);
        }
        if (credentials != null && !(credentials instanceof String)) {
            throw refused(Context.SECURITY_CREDENTIALS, "must be a text or an array of characters");
        }
        return (String) credentials;
    }

    private static ConfigurationException refused(String property, String reason) {
        return new ConfigurationException("value not allowed: property=" + property + " reason=" + reason);
    }

    EponaConnectionFactory factory(String uri) {
        return new EponaConnectionFactory(uri, user, password);
    }

    EponaXAConnectionFactory xaFactory(String uri) {
        return new EponaXAConnectionFactory(uri, user, password);
    }
}
