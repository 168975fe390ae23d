package io.epona.server.cli;

import io.epona.jms.admin.EponaAdmin;
import io.epona.server.demo.Destinations;
import jakarta.jms.JMSException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Properties of destinations on the command line. */
final class PropertyArguments {
    private PropertyArguments() {}

    /** @param arguments each a key, an equals sign and a value, which may be empty */
    static Map<String, String> parse(List<String> arguments) throws CommandException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            if (at < 1) {
                throw new CommandException(ExitCode.USAGE, "property must be key=value: property=" + argument, null);
            }
            String key = argument.substring(0, at);
            if (properties.put(key, argument.substring(at + 1)) != null) {
                throw new CommandException(ExitCode.USAGE, "property is there twice: key=" + key, null);
            }
        }
        return properties;
    }

    static void set(EponaAdmin admin, String destination, boolean isToBeCreated, Map<String, String> changes)
            throws CommandException, JMSException {
        String name = AdminOptions.requireName(destination);
        if (Destinations.isTopic(destination)) {
            admin.setTopicProperties(name, isToBeCreated, changes);
        } else {
            admin.setQueueProperties(name, isToBeCreated, changes);
        }
    }
}
