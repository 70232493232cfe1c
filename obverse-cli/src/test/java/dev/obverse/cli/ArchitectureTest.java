package dev.obverse.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dependencies point one way, cli to lab to data to core and cli to serve to core, and the core stays free of libraries and of I/O. */
final class ArchitectureTest {

    private static final JavaClasses OBVERSE =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.obverse");

    /** A rule over classes that were not read holds for nothing: the class files of JDK 25 must have been understood. */
    @ParameterizedTest
    @ValueSource(strings = {"dev.obverse.core", "dev.obverse.data", "dev.obverse.lab", "dev.obverse.serve", "dev.obverse.cli"})
    void everyModuleIsRead(String root) {
        assertThat(OBVERSE.that(resideInAnyPackage(root + ".."))).isNotEmpty();
    }

    @Test
    void coreDependsOnNothingOutsideTheJdk() {
        classes()
                .that()
                .resideInAPackage("dev.obverse.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.obverse.core..", "java..", "jdk.incubator.vector..", "org.jspecify..")
                .check(OBVERSE);
    }

    @Test
    void dataDependsOnCoreAndDuckDbAlone() {
        classes()
                .that()
                .resideInAPackage("dev.obverse.data..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.obverse.data..", "dev.obverse.core..", "java..", "org.duckdb..", "org.jspecify..")
                .check(OBVERSE);
    }

    @Test
    void labDependsOnDataAndCoreAndItsLibrariesAlone() {
        classes()
                .that()
                .resideInAPackage("dev.obverse.lab..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.obverse.lab..",
                        "dev.obverse.data..",
                        "dev.obverse.core..",
                        "java..",
                        "org.apache.commons.statistics..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.annotation..",
                        "tools.jackson..")
                .check(OBVERSE);
    }

    /** Whoever runs on one machine needs no Spark. */
    @Test
    void nothingHereDependsOnSpark() {
        noClasses()
                .that()
                .resideInAPackage("dev.obverse..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.obverse.spark..", "org.apache.spark..")
                .check(OBVERSE);
    }

    @Test
    void serveDependsOnCoreAndItsLibrariesAlone() {
        classes()
                .that()
                .resideInAPackage("dev.obverse.serve..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.obverse.serve..",
                        "dev.obverse.core..",
                        "java..",
                        "javax.net.ssl..",
                        "io.helidon..",
                        "io.micrometer..",
                        "org.jspecify..",
                        "tools.jackson..")
                .check(OBVERSE);
    }

    @Test
    void onlyThePackageHttpKnowsHttp() {
        noClasses()
                .that()
                .resideInAPackage("dev.obverse..")
                .and()
                .resideOutsideOfPackage("dev.obverse.serve.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon..", "io.micrometer..")
                .check(OBVERSE);
    }

    @Test
    void answersAndFeedbackDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("dev.obverse.serve.answer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.obverse.serve.feedback..", "tools.jackson..")
                .check(OBVERSE);
        noClasses()
                .that()
                .resideInAPackage("dev.obverse.serve.feedback..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.obverse.serve.answer..")
                .check(OBVERSE);
    }

    @Test
    void onlyTheCommandLineServes() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.obverse.core..", "dev.obverse.data..", "dev.obverse.lab..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.obverse.serve..")
                .check(OBVERSE);
    }

    @Test
    void coreKnowsNoNetworkAndNoDatabase() {
        noClasses()
                .that()
                .resideInAPackage("dev.obverse.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.sql..")
                .check(OBVERSE);
    }

    @Test
    void onlyTheModelFileTouchesFiles() {
        noClasses()
                .that()
                .resideInAPackage("dev.obverse.core..")
                .and()
                .resideOutsideOfPackage("dev.obverse.core.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|RandomAccessFile).*")
                .check(OBVERSE);
    }

    /** Whoever opens a file otherwise than through {@code AtomicFile}, and why a crash cannot leave half of what matters. */
    private static final Map<String, String> OPENS_FILES_ITSELF = Map.ofEntries(
            Map.entry("core.model.AtomicFile", "it is the way"),
            Map.entry("core.model.Safetensors", "reads"),
            Map.entry("core.model.HeldFile", "a lock, which holds nothing but a server's mark"),
            Map.entry("serve.feedback.LogFile", "appends to a log and brings it to the disk before it acknowledges"),
            Map.entry("serve.feedback.LogFolder", "brings a folder to the disk"),
            Map.entry("serve.feedback.Recovered", "reads a log and cuts off a call that was never acknowledged"),
            Map.entry("serve.feedback.RowReader", "reads"),
            Map.entry("serve.feedback.RowFile", "rows for one retraining, which are made anew"),
            Map.entry("serve.http.AccessLog", "appends lines; the last may be lost"),
            Map.entry("cli.RunDirectory", "appends a line to the history, which a run that is taken up mends"),
            Map.entry("cli.FeedbackRetrainer", "what a retraining prints"),
            Map.entry("cli.DriverLibrary", "part of the build, renames what is whole"),
            Map.entry("cli.LinkedClasses", "part of the build, renames what is whole"));

    private static final Set<String> OPENS = Set.of("java.nio.file.Files.write", "java.nio.file.Files.writeString", "java.nio.file.Files.newOutputStream",
            "java.nio.file.Files.newBufferedWriter", "java.nio.file.Files.newByteChannel", "java.nio.file.Files.copy", "java.nio.channels.FileChannel.open",
            "java.io.FileWriter.<init>", "java.io.RandomAccessFile.<init>");

    /** Both ways: who is on the list and opens nothing any more comes off it. */
    @Test
    void filesAreWrittenThroughAtomicFile() {
        Set<String> found = OBVERSE.stream().flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> OPENS.contains(access.getTargetOwner().getName() + "." + access.getName()))
                .map(access -> access.getOriginOwner().getName().replace("dev.obverse.", "").replaceFirst("\\$.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsExactlyInAnyOrderElementsOf(OPENS_FILES_ITSELF.keySet());
    }

    /** What is printed is the same wherever it runs: 1,024 and 0.5, not 1.024 and 0,5. */
    @Test
    void nothingIsFormattedByTheLanguageOfTheMachine() {
        Set<String> found = OBVERSE.stream().flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> Set.of("format", "printf", "formatted").contains(call.getName()))
                .filter(call -> call.getTarget().getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Locale.class)))
                .filter(call -> call.getTargetOwner().getPackageName().matches("java\\.(lang|io|util)"))
                .map(call -> call.getOriginOwner().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isEmpty();
    }

    @Test
    void packagesDoNotDependOnEachOtherInCycles() {
        slices().matching("dev.obverse.(**)").should().beFreeOfCycles().check(OBVERSE);
    }
}
