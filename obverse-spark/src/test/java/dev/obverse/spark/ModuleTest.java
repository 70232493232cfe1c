package dev.obverse.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The module stands on core and Spark alone, and what a user calls does not lean on the examples. */
final class ModuleTest {
    private static final JavaClasses SPARK =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.obverse.spark");

    @Test
    void sparkDependsOnCoreAndSparkAlone() {
        classes()
                .that()
                .resideInAPackage("dev.obverse.spark..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.obverse.spark..", "dev.obverse.core..", "java..", "org.apache.spark..", "org.apache.hadoop..", "scala..",
                        "org.jspecify..")
                .check(SPARK);
    }

    @Test
    void theExamplesUseWhatEveryUserCan() {
        noClasses()
                .that()
                .resideInAPackage("dev.obverse.spark")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.obverse.spark.example..")
                .check(SPARK);
    }
}
