package io.epona.server.cli;

import io.epona.broker.users.User;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the users. */
@Command(
        name = "list",
        sortOptions = false,
        description = "Lists the users in the file with their roles.",
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:command line not understood"})
final class UsersListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private UsersFileOption file;

    @Option(names = "--json", description = "Prints JSON, one object a line.")
    private boolean isJson;

    @Override
    public Integer call() throws CommandException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        for (User user : file.read()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("user", user.name());
            fields.put("roles", List.copyOf(user.roles()));
            fields.put("iterations", user.verifier().iterations());
            out.println(isJson ? Json.of(fields) : FieldText.of(fields));
        }
        out.flush();
        return ExitCode.OK;
    }
}
