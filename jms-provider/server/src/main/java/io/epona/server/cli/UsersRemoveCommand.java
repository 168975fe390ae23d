package io.epona.server.cli;

import io.epona.broker.users.UsersFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a user. */
@Command(
        name = "remove",
        sortOptions = false,
        description = "Removes a user from the file. A broker that runs knows it after its next start.",
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:removed", "1:failed, or there is no such user", "2:command line not understood"})
final class UsersRemoveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name;

    @Mixin
    private UsersFileOption file;

    @Override
    public Integer call() throws CommandException, IOException {
        boolean wasThere = file.guarded(() -> UsersFile.remove(file.path(), name));
        if (!wasThere) {
            throw new CommandException(ExitCode.FAILED, "no such user: user=" + name + " file=" + file.path(), null);
        }
        return ExitCode.OK;
    }
}
