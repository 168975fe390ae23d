package io.epona.tck.support;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;

/** The message that selectors are tried on. */
public final class Horse {
    private Horse() {}

    /** Sends it, with priority 4 and not persistent. */
    public static void sendTo(Session session, Queue queue) throws JMSException {
        Message message = session.createMessage();
        message.setJMSType("horse");
        message.setJMSCorrelationID("stable-7");
        message.setIntProperty("age", 17);
        message.setLongProperty("born", 5_000_000_000L);
        message.setShortProperty("hands", (short) 15);
        message.setByteProperty("starts", (byte) -3);
        message.setFloatProperty("half", 0.5f);
        message.setDoubleProperty("weight", 512.25);
        message.setStringProperty("name", "Epona");
        message.setStringProperty("color", "blue roan");
        message.setStringProperty("digits", "17");
        message.setStringProperty("percent", "100%");
        message.setStringProperty("quoted", "joe's");
        message.setStringProperty("under_score", "a_b");
        message.setStringProperty("empty", "");
        message.setBooleanProperty("tame", true);
        message.setBooleanProperty("wild", false);
        message.setObjectProperty("owner", null);
        message.setIntProperty("$cost", 3);
        message.setIntProperty("_rank", 1);
        message.setIntProperty("JMSXGroupSeq", 9);
        message.setStringProperty("JMSXGroupID", "herd");
        session.createProducer(queue).send(message, DeliveryMode.NON_PERSISTENT, 4, 0);
    }
}
