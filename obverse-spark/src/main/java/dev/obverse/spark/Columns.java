package dev.obverse.spark;

import dev.obverse.core.InvalidInputException;
import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a log is read from.
 *
 * @param user of users
 * @param item of items
 * @param label of labels
 * @param time what orders the labels of a pair, or null
 * @param validation of rows that validate, or null
 */
record Columns(String user, String item, String label, @Nullable String time, @Nullable String validation) implements Serializable {
    static Columns of(InverseLearningParams params) {
        return new Columns(
                text(params, params.userCol()), text(params, params.itemCol()), text(params, params.labelCol()),
                optional(params, params.timeCol()), optional(params, params.validationCol()));
    }

    static String text(InverseLearningParams params, Param<String> param) {
        Object value = params.getOrDefault(param);
        return value.toString();
    }

    /** Returns a column of a data set by its whole name: Spark would look for the part before a dot otherwise. */
    static Column column(Dataset<?> data, String name) {
        return data.col(quoted(name));
    }

    /** Returns a name in which no character means anything to Spark. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static @Nullable String optional(InverseLearningParams params, Param<String> param) {
        return params.isDefined(param) ? text(params, param) : null;
    }

    /**
     * Checks that a log has the columns, and that ids and labels can be read from them.
     *
     * @throws InvalidInputException if not
     */
    void check(StructType schema) {
        checkId(schema, user, "userCol");
        checkId(schema, item, "itemCol");
        DataType labels = type(schema, label, "labelCol");
        if (!(labels instanceof NumericType) && !labels.equals(DataTypes.BooleanType) && !labels.equals(DataTypes.NullType)) {
            throw new InvalidInputException("the label column " + label + " is of type " + labels.simpleString()
                    + ": a label is 1 or true (positive), 0 or false (negative), or null (unlabeled)");
        }
        if (time != null) {
            type(schema, time, "timeCol");
        }
        if (validation != null && !type(schema, validation, "validationCol").equals(DataTypes.BooleanType)) {
            throw new InvalidInputException("the validation column " + validation + " is not boolean");
        }
    }

    /**
     * Checks that a column can hold ids.
     *
     * @throws InvalidInputException if not
     */
    static void checkId(StructType schema, String column, String param) {
        DataType type = type(schema, column, param);
        if (!(type instanceof AtomicType) || type.equals(DataTypes.BinaryType)) {
            throw new InvalidInputException("the column " + column + " is of type " + type.simpleString()
                    + ", which is no id: make text or a number of it first");
        }
    }

    private static DataType type(StructType schema, String column, String param) {
        for (StructField field : schema.fields()) {
            if (field.name().equals(column)) {
                return field.dataType();
            }
        }
        throw new InvalidInputException("there is no column " + column + ": set " + param + " to one of " + String.join(", ", schema.fieldNames()));
    }

    /**
     * Returns a schema with the two columns that scoring adds.
     *
     * @throws InvalidInputException if it has one of them already
     */
    static StructType scored(StructType schema, String logit, String probability) {
        for (String name : schema.fieldNames()) {
            // Spark tells names that differ in case alone apart only if it is asked to.
            if (name.equalsIgnoreCase(logit) || name.equalsIgnoreCase(probability)) {
                throw new InvalidInputException("there is a column " + name + " already: set logitCol or probabilityCol to another name");
            }
        }
        return schema.add(logit, DataTypes.DoubleType, false).add(probability, DataTypes.DoubleType, false);
    }
}
