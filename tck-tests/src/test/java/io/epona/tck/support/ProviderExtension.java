package io.epona.tck.support;

import io.epona.tck.provider.Provider;
import io.epona.tck.provider.ProviderUnderTest;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Gives tests the provider, and turns failures that the provider is known for into skipped tests. */
final class ProviderExtension implements BeforeEachCallback, TestExecutionExceptionHandler, AfterTestExecutionCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
        if (context.getRequiredTestInstance() instanceof ConformanceTest test) {
            test.provider(ProviderUnderTest.of(context));
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw isKnown(context, "") || isKnown(context, "?")
                ? new TestAbortedException("known to differ", failure)
                : failure;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isEmpty() && isKnown(context, "")) {
            throw new AssertionError("known to differ, but passes: test=" + context.getDisplayName());
        }
    }

    private static boolean isKnown(ExtensionContext context, String suffix) {
        Provider provider = ProviderUnderTest.of(context);
        String method = context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
        return provider.differences().contains(method + suffix)
                || provider.differences().contains(method + "[" + context.getDisplayName() + "]" + suffix);
    }
}
