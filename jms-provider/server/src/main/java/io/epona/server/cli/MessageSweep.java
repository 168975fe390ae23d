package io.epona.server.cli;

import io.epona.jms.admin.EponaAdmin;
import io.epona.jms.admin.MessagesHandled;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import picocli.CommandLine;

/** Does something to the messages of a queue, which may take a while: shows how far it is on standard error. */
final class MessageSweep {
    private final CommandLine command;
    private final AdminOptions options;
    private final String verb;

    /** @param verb what is done to messages: {@code moved} */
    MessageSweep(CommandLine command, AdminOptions options, String verb) {
        this.command = command;
        this.options = options;
        this.verb = verb;
    }

    /** What is done. */
    interface Work {
        MessagesHandled run(EponaAdmin admin, LongConsumer progress) throws JMSException;
    }

    int run(Work work) throws CommandException, JMSException, IOException {
        options.begin();
        Progress progress = new Progress(command.getErr(), verb);
        try (EponaAdmin admin = options.connect()) {
            progress.start();
            long[] shown = new long[1];
            MessagesHandled handled;
            try {
                handled = work.run(admin, total -> {
                    progress.add(total - shown[0]);
                    shown[0] = total;
                });
            } finally {
                progress.finish();
            }
            PrintWriter out = command.getOut();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put(verb, handled.count());
            fields.put("leftInFlight", handled.leftInFlight());
            out.println(options.isJson() ? Json.of(fields) : FieldText.of(fields));
            out.flush();
        }
        return ExitCode.OK;
    }
}
