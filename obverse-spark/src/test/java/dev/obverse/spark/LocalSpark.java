package dev.obverse.spark;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the one Spark of this JVM: two threads that try a task again when it fails, and a folder for checkpoints. */
final class LocalSpark implements BeforeAllCallback, ParameterResolver {
    private static SparkSession start() {
        SparkSession session = SparkSession.builder().master("local[2,3]").appName("tests")
                .config("spark.ui.enabled", "false").config("spark.sql.adaptive.enabled", "false")
                .config("spark.sql.codegen.wholeStage", "false").config("spark.sql.codegen.factoryMode", "NO_CODEGEN").config("spark.sql.shuffle.partitions", "2").config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate();
        if (session.sparkContext().getCheckpointDir().isEmpty()) {
            session.sparkContext().setCheckpointDir("target/checkpoints");
        }
        return session;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return start();
    }

    /** The rows as text, in order: equal if and only if the data sets hold the same rows. */
    static List<String> sorted(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }
}
