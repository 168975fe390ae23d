package io.epona.tck.official;

import com.sun.ts.lib.util.TestUtil;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Collects what the suite says about a test in {@code jms-tck.log}, in the directory for temporary files. The suite's
 * exceptions have no causes; they are here only.
 */
final class SuiteLog implements TestExecutionListener {
    private final PrintWriter writer;

    SuiteLog() {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "jms-tck.log");
        try {
            writer = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The suite logs while classes load, before the first test.
        TestUtil.setCurrentTest("start", writer, writer);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            writer.println("==== " + test.getUniqueId());
            TestUtil.setCurrentTest(test.getDisplayName(), writer, writer);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            writer.println("---- " + result.getStatus());
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        writer.flush();
    }
}
