package io.epona.perf.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Carries out one command of the harness. */
@FunctionalInterface
interface Runner {
    /**
     * Returns when the command has ended.
     *
     * @param arguments command and arguments
     * @param json where it writes its result
     * @return what it found, or why it found nothing
     */
    Sample run(List<String> arguments, Path json) throws IOException, InterruptedException;
}
