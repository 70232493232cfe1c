package dev.obverse.data;

import java.util.Set;

/** What a predicate may be made of. All else is refused, so that whatever DuckDB learns next stays out until it is listed here. */
final class Grammar {
    /** Kinds of expression, as DuckDB's parser names them. */
    static final Set<String> CLASSES = Set.of("CONSTANT", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "OPERATOR", "FUNCTION", "CAST",
            "CASE", "BETWEEN", "TYPE");

    /** Operators that the parser does not show as functions. */
    static final Set<String> OPERATORS = Set.of("OPERATOR_NOT", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL", "COMPARE_IN",
            "COMPARE_NOT_IN", "OPERATOR_COALESCE", "OPERATOR_NULLIF", "OPERATOR_TRY");

    /** Operators and functions whose operands are numbers. */
    static final Set<String> ARITHMETIC = Set.of("*", "/", "%", "//", "^", "**", "abs", "ceil", "ceiling", "floor", "round", "trunc",
            "sqrt", "cbrt", "exp", "ln", "log", "log2", "log10", "power", "pow", "sign", "mod", "isnan", "isinf", "isfinite");

    /** Operators and functions that give what they are given: a number if one operand is one. */
    static final Set<String> ALIKE = Set.of("+", "-", "greatest", "least", "ifnull", "nullif");

    /** Functions of text that give a number. */
    static final Set<String> MEASURES = Set.of("length", "strlen", "strpos", "instr", "position", "year", "month", "day", "hour",
            "minute", "second", "dayofweek", "isodow", "dayofyear", "week", "quarter", "epoch", "epoch_ms", "epoch_us", "epoch_ns", "date_part",
            "datepart", "date_diff", "datediff");

    /** Other functions of text and dates. */
    static final Set<String> PLAIN = Set.of("~~", "!~~", "~~*", "!~~*", "~~~", "||", "like_escape", "ilike_escape", "not_like_escape",
            "not_ilike_escape", "lower", "upper", "lcase", "ucase", "trim", "ltrim", "rtrim", "substring", "substr", "left", "right",
            "contains", "starts_with", "prefix", "ends_with", "suffix", "replace", "concat", "regexp_matches", "regexp_full_match",
            "date_trunc", "datetrunc", "make_date", "make_timestamp", "strptime", "try_strptime",
            "to_years", "to_months", "to_weeks", "to_days", "to_hours", "to_minutes", "to_seconds", "to_milliseconds", "to_timestamp");

    /** Types that a value may be cast to. */
    static final Set<String> NUMBER_TYPES = Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
            "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL", "INT", "INT1", "INT2", "INT4", "INT8", "LONG", "SHORT", "REAL",
            "NUMERIC", "FLOAT4", "FLOAT8");

    /** Types of text, truth and time. */
    static final Set<String> OTHER_TYPES = Set.of("BOOLEAN", "BOOL", "LOGICAL", "VARCHAR", "TEXT", "STRING", "CHAR", "DATE", "TIME",
            "TIMESTAMP", "DATETIME", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "INTERVAL");

    private Grammar() {}

    static boolean isFunction(String name) {
        return ARITHMETIC.contains(name) || ALIKE.contains(name) || MEASURES.contains(name) || PLAIN.contains(name);
    }

    static boolean isType(String name) {
        return NUMBER_TYPES.contains(name) || OTHER_TYPES.contains(name);
    }
}
