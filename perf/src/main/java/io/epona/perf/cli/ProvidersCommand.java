package io.epona.perf.cli;

import io.epona.perf.provider.Preset;
import io.epona.perf.provider.Presets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the providers that the harness knows. */
@Command(
        name = "providers",
        sortOptions = false,
        description = "Lists the providers that the harness knows; with --fetch gets their jars, so that runs need no"
                + " network.")
final class ProvidersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--fetch", description = "Has Maven copy the jars of all of them.")
    private boolean isFetch;

    @Override
    public Integer call() throws Exception {
        for (Preset preset : Presets.all()) {
            String fetched = isFetch ? " [" + preset.jars().size() + " jars]" : "";
            spec.commandLine().getOut().printf("%-16s  %s%s%n", preset.name(), preset.description(), fetched);
        }
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
