package io.epona.server.cli;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows messages. */
@Command(
        name = "browse",
        sortOptions = false,
        description = {
            "Shows the messages that are in a queue now, those in flight included, in the order of delivery.",
            "With --json their bodies, too, as epona receive prints them."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:command line not understood"})
final class MessagesBrowseCommand implements Callable<Integer>, Verbose {
    @Parameters(paramLabel = "QUEUE", description = "queue://name")
    private String queue;

    @Mixin
    private MessageSelection selection;

    @Mixin
    private AdminOptions options;

    @Override
    public boolean isVerbose() {
        return options.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, JMSException, IOException {
        options.begin();
        String name = AdminOptions.queueName(queue);
        long limit = selection.limit();
        try (Connection connection = ConnectionOptions.connect(options.broker());
                Session session = connection.createSession();
                QueueBrowser browser = session.createBrowser(
                        session.createQueue(name), selection.selector().isEmpty() ? null : selection.selector());
                PrintWriter out = JournalSource.output()) {
            connection.start();
            Enumeration<?> messages = browser.getEnumeration();
            for (long count = 0; count < limit && messages.hasMoreElements(); count++) {
                Message message = (Message) messages.nextElement();
                Map<String, Object> fields = fields(message);
                if (options.isJson()) {
                    fields.put("properties", properties(message));
                    fields.put("body", BodyText.of(message));
                }
                out.println(options.isJson() ? Json.of(fields) : FieldText.of(fields));
            }
        }
        return ExitCode.OK;
    }

    private static Map<String, Object> fields(Message message) throws JMSException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", message.getJMSMessageID());
        fields.put("timestampMs", message.getJMSTimestamp());
        fields.put("priority", message.getJMSPriority());
        fields.put("persistent", message.getJMSDeliveryMode() == DeliveryMode.PERSISTENT);
        fields.put("expirationMs", message.getJMSExpiration());
        fields.put("deliveryCount", message.getIntProperty("JMSXDeliveryCount"));
        if (message.getJMSCorrelationID() != null) {
            fields.put("correlationId", message.getJMSCorrelationID());
        }
        if (message.getJMSType() != null) {
            fields.put("type", message.getJMSType());
        }
        return fields;
    }

    private static Map<String, Object> properties(Message message) throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>();
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            properties.put(name, message.getObjectProperty(name));
        }
        return properties;
    }
}
