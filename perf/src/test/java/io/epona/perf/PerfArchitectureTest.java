package io.epona.perf;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The harness sees no provider, not even Epona, but through {@code jakarta.jms}. */
class PerfArchitectureTest {
    private final JavaClasses perf = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.epona.perf");

    @Test
    void shouldKnowNoProvider() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAPackage("io.epona.perf..")
                        .or(resideInAPackage("jakarta.jms.."))
                        .or(resideInAPackage("java.."))
                        .or(resideInAPackage("javax.naming.."))
                        .or(resideInAPackage("javax.transaction.xa.."))
                        .or(resideInAPackage("org.HdrHistogram.."))
                        .or(resideInAPackage("picocli.."))
                        .or(resideInAPackage("com.fasterxml.jackson.core.."))
                        .or(DescribedPredicate.describe(
                                "primitive", type -> type.getPackageName().isEmpty())))
                .check(perf);
    }

    @Test
    void shouldHaveNoPackageCycles() {
        slices().matching("io.epona.perf.(**)").should().beFreeOfCycles().check(perf);
    }

    @Test
    void shouldHaveNoMutableStatics() {
        fields().that().areStatic().should().beFinal().check(perf);
    }
}
