package io.epona.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the dependency rule between the modules, and what must be true of every class in all of them. */
class ArchitectureTest {
    private static final String BUFFER = "io.epona.buffer..";
    private static final String JOURNAL = "io.epona.journal..";
    private static final String PROTOCOL = "io.epona.protocol..";
    private static final String CLIENT = "io.epona.jms..";
    private static final String BROKER = "io.epona.broker..";
    private static final String TRANSPORT = "io.epona.broker.transport..";

    private static final String[] GENERATED = {
        "io.epona.protocol.wire..", "io.epona.broker.effects..", "io.epona.journal.format.."
    };

    /** The classes of Agrona that reach into the JDK's internals and so would need a JVM flag. */
    private static final String NEEDS_A_FLAG = "org\\.agrona\\.("
            + "UnsafeApi|Expandable\\w*Buffer|BufferUtil|IoUtil|MarkFile"
            + "|concurrent\\.(UnsafeBuffer|\\w*Queue|ringbuffer\\..*|broadcast\\..*|status\\..*)"
            + ")(\\$.*)?";

    private static JavaClasses epona;

    @BeforeAll
    static void importClasses() {
        epona = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.epona");
    }

    @Test
    void shouldKeepTheBufferBelowEverything() {
        check(onlyDependOn(BUFFER));
    }

    @Test
    void shouldKeepTheJournalOnTheBufferAlone() {
        check(onlyDependOn(JOURNAL, BUFFER));
    }

    @Test
    void shouldKeepTheProtocolOnTheBufferAlone() {
        check(onlyDependOn(PROTOCOL, BUFFER));
    }

    @Test
    void shouldHideJournalAndBrokerFromTheClient() {
        check(onlyDependOn(CLIENT, PROTOCOL, BUFFER));
    }

    @Test
    void shouldKeepTheBrokerOnProtocolAndJournal() {
        check(onlyDependOn(BROKER, PROTOCOL, JOURNAL, BUFFER));
    }

    @Test
    void shouldKeepTheNetworkOutOfTheBrokersCore() {
        check(noClasses()
                .that(resideInAPackage(BROKER).and(not(resideInAPackage(TRANSPORT))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.aeron..", "java.net.http..", "com.sun.net.httpserver.."));
    }

    @Test
    void shouldHaveNoPackageCycles() {
        check(slices().matching("io.epona.(**)").should().beFreeOfCycles());
    }

    @Test
    void shouldHaveNoMutableStatics() {
        check(fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(not(resideInAnyPackage(GENERATED)))
                .should()
                .beFinal());
    }

    @Test
    void shouldRunWithoutJvmFlags() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.epona.cluster..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(NEEDS_A_FLAG)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("sun.misc.Unsafe"));
    }

    /** Of Epona, the layer may use itself and those named; what others it uses is not this rule's business. */
    private static ArchRule onlyDependOn(String layer, String... lower) {
        String[] allowed = new String[lower.length + 1];
        allowed[0] = layer;
        System.arraycopy(lower, 0, allowed, 1, lower.length);
        return classes()
                .that()
                .resideInAPackage(layer)
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage("io.epona..")).or(resideInAnyPackage(allowed)));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(epona);
    }
}
