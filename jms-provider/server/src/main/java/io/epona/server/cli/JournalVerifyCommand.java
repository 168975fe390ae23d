package io.epona.server.cli;

import io.epona.broker.inspect.WholeGroups;
import io.epona.journal.JournalCheckpoint;
import io.epona.journal.JournalCorruptException;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalEnd;
import io.epona.journal.JournalInspection;
import io.epona.journal.JournalOpenException;
import io.epona.server.LogConfigurator.LogLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks a journal. */
@Command(
        name = "verify",
        sortOptions = false,
        description = {
            "Reads all of a journal and checks every checksum. Names each damaged place and what it takes with it.",
            "A tail that was being written is no damage."
        },
        versionProvider = EponaCli.VersionLine.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing that was durable is damaged",
            "1:something is damaged, or the journal could not be read",
            "2:command line not understood"
        })
final class JournalVerifyCommand implements Callable<Integer>, Verbose {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalSource source;

    @Mixin
    private LogOptions log;

    @Override
    public boolean isVerbose() {
        return log.isVerbose();
    }

    @Override
    public Integer call() throws CommandException, IOException, JournalOpenException {
        log.apply(LogLevel.WARN);
        try (PrintWriter out = JournalSource.output()) {
            return verify(out);
        }
    }

    private int verify(PrintWriter out) throws CommandException, IOException, JournalOpenException {
        JournalInspection inspection;
        try {
            inspection = source.open();
        } catch (JournalCorruptException e) {
            printUnreadable(e, out);
            return ExitCode.FAILED;
        }
        ReadProgress progress = new ReadProgress(spec.commandLine().getErr(), inspection);
        WholeGroups groups = new WholeGroups(inspection);
        JournalVerification verification = groups.read(() -> new JournalVerification(progress));
        JournalEnd end = groups.end();
        Optional<JournalCheckpoint> checkpoint = inspection.checkpoint();
        boolean isOk = verification.findings().isEmpty()
                && !checkpoint.map(JournalCheckpoint::isDamaged).orElse(false);
        if (source.isJson()) {
            Map<String, Object> report = report(verification, end, inspection);
            report.put("ok", isOk);
            report.put("checkpoint", checkpoint.map(JournalText::of).orElse(null));
            out.println(Json.of(report));
        } else {
            print(verification, end, inspection, out);
            checkpoint.ifPresent(found -> out.println(JournalText.line(found)));
        }
        return isOk ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Without its header a segment cannot be read, and what the others say cannot be put in order. */
    private void printUnreadable(JournalCorruptException e, PrintWriter out) {
        if (source.isJson()) {
            JournalDamage damage =
                    new JournalDamage(ErrorLine.cause(e), e.file(), e.offset(), e.position(), e.position());
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("ok", false);
            report.put("isReadable", false);
            report.put("damage", List.of(JournalText.of(damage)));
            out.println(Json.of(report));
        } else {
            out.println(ErrorLine.cause(e));
            out.println(
                    "DAMAGED: no record was read, because the segments do not make one log; see epona journal repair");
        }
    }

    private static Map<String, Object> report(
            JournalVerification verification, JournalEnd end, JournalInspection inspection) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("ok", true);
        report.put("isReadable", true);
        report.put("segments", inspection.segments().size());
        report.put("records", verification.recordCount());
        report.put("batches", verification.batchCount());
        report.put(
                "damage",
                verification.findings().stream()
                        .map(finding -> finding.fields(verification.content(), Set.of()))
                        .toList());
        report.put("end", JournalText.of(end, inspection));
        return report;
    }

    private static void print(
            JournalVerification verification, JournalEnd end, JournalInspection inspection, PrintWriter out) {
        for (JournalFinding finding : verification.findings()) {
            finding.lines(verification.content(), Set.of()).forEach(out::println);
        }
        if (JournalText.isTorn(end)) {
            out.println(JournalText.tornTail(end, inspection));
        }
        int places = verification.findings().size();
        out.println((places == 0 ? "OK: " : "DAMAGED: places=" + places + " ") + "segments="
                + inspection.segments().size() + " records=" + verification.recordCount() + " batches="
                + verification.batchCount() + " endPosition=" + end.position());
    }
}
