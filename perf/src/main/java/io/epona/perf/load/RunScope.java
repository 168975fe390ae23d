package io.epona.perf.load;

import io.epona.perf.workload.Workload;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;

/**
 * What all threads of a run have in common.
 *
 * @param workload what to do
 * @param run number of the run, by which its messages are told from those of another
 * @param prefix how the names of its destinations begin; letters, digits and underscores, which every provider allows
 */
record RunScope(Workload workload, int run, String prefix) {
    /** A session; one of XA has the mode of its branches. */
    Session session(Connection connection, int mode) throws JMSException {
        return workload.isXa() ? ((XAConnection) connection).createXASession() : connection.createSession(mode);
    }

    /** The destination with this index. */
    Destination destination(Session session, int place) throws JMSException {
        String name = prefix + "_" + place;
        return workload.places().isTopic() ? session.createTopic(name) : session.createQueue(name);
    }

    /** All destinations. */
    Destination[] destinations(Session session) throws JMSException {
        Destination[] destinations = new Destination[workload.places().count()];
        for (int place = 0; place < destinations.length; place++) {
            destinations[place] = destination(session, place);
        }
        return destinations;
    }
}
