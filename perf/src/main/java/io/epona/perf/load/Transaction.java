package io.epona.perf.load;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.XASession;

/** One transaction after the other on a session. Used by the thread of the session. */
interface Transaction {
    /** What is sent and received from now on belongs to the next one. */
    void begin() throws JMSException;

    /** Returns when all of it has taken effect. */
    void commit() throws JMSException;

    /** Those that a session offers; in one that is not transacted they must not be used. */
    static Transaction of(Session session) {
        return session instanceof XASession xaSession
                ? new BranchTransaction(xaSession.getXAResource())
                : new Local(session);
    }

    /** The session begins the next one by itself. */
    record Local(Session session) implements Transaction {
        @Override
        public void begin() {
            // It has begun with the end of the one before.
        }

        @Override
        public void commit() throws JMSException {
            session.commit();
        }
    }
}
