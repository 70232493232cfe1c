package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * One boolean expression over a row, parsed by DuckDB's own parser and held to {@link Grammar}: no subquery, no table, no file, no
 * aggregate, no window, no parameter, no clock, no chance.
 */
final class Predicate {
    private static final int LONGEST_SHOWN = 200;

    /** DuckDB's parser takes time without end, and cannot be stopped, for a few hundred parentheses that are not closed. */
    private static final int DEEPEST = 64;

    private final String option;
    private final String text;
    private final Set<String> columns = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> numeric = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> cast = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<List<String>> paired = new LinkedHashSet<>();

    private Predicate(String option, String text) {
        this.option = option;
        this.text = text;
    }

    /**
     * Parses a predicate.
     *
     * @param option the option that gave it, for sentences
     * @throws InvalidInputException if it does not parse, or is more than one expression over the row
     */
    static Predicate parse(Database database, String option, String text) {
        Predicate predicate = new Predicate(option, text);
        if (depth(text) > DEEPEST) {
            throw new InvalidInputException(predicate.shown() + " is nested deeper than " + DEEPEST + " levels of parentheses");
        }
        SyntaxNode plain = SyntaxNode.parse(database, "SELECT " + text);
        SyntaxNode wrapped = SyntaxNode.parse(database, "SELECT " + predicate.sql());
        if (plain.get("error").value().equals("true") || wrapped.get("error").value().equals("true")) {
            SyntaxNode failed = plain.get("error").value().equals("true") ? plain : wrapped;
            boolean syntax = failed.get("error_type").value().equals("parser");
            throw syntax
                    ? new InvalidInputException(predicate.shown() + " does not parse as SQL: " + failed.get("error_message").value())
                    : predicate.refused("another statement");
        }
        predicate.checkSingle(wrapped.get("statements"));
        SyntaxNode expression = wrapped.get("statements").get("0").get("node").get("select_list").get("0");
        predicate.check(expression);
        predicate.kind(expression);
        return predicate;
    }

    /** Returns the deepest level of parentheses outside quotes. */
    private static int depth(String text) {
        int depth = 0;
        int deepest = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                deepest = Math.max(deepest, ++depth);
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            }
        }
        return deepest;
    }

    /** Returns the expression in parentheses, on lines of its own, so that a comment cannot swallow what follows. */
    String sql() {
        return "(\n" + text + "\n)";
    }

    /** Returns the columns it names. */
    Collection<String> columns() {
        return columns;
    }

    /** Returns the columns that it compares with a number or counts with. */
    Set<String> numericColumns() {
        return numeric;
    }

    /** Returns the columns that it casts to a number. */
    Set<String> castColumns() {
        return cast;
    }

    /** Returns the columns that it compares with each other: where one is a number, all must be. */
    Set<List<String>> pairedColumns() {
        return paired;
    }

    /** Returns the option and the text, as sentences show them. */
    String shown() {
        return option + " \"" + InvalidInputException.shown(text.strip().replaceAll("\\s+", " "), LONGEST_SHOWN) + "\"";
    }

    private InvalidInputException refused(String what) {
        return new InvalidInputException(
                shown() + " may be one boolean expression over the columns of the row and nothing else; it holds " + what);
    }

    private void checkSingle(SyntaxNode statements) {
        SyntaxNode statement = statements.get("0");
        SyntaxNode node = statement.get("node");
        if (statements.children().size() != 1) {
            throw refused("more than one statement");
        }
        boolean only = node.get("type").value().equals("SELECT_NODE")
                && node.get("select_list").children().size() == 1
                && node.get("from_table").get("type").value().equals("EMPTY")
                && node.get("modifiers").isEmpty()
                && node.get("cte_map").get("map").isEmpty()
                && node.get("group_expressions").isEmpty()
                && node.get("group_sets").isEmpty();
        for (String clause : List.of("where_clause", "having", "sample", "qualify")) {
            only &= node.get(clause).isEmpty();
        }
        if (!only) {
            throw refused("other clauses of a query");
        }
    }

    /** Visits every node; whatever has a class is an expression and must be allowed. */
    private void check(SyntaxNode node) {
        String kind = node.get("class").value();
        if (!kind.isEmpty()) {
            checkExpression(node, kind);
        }
        node.children().forEach(this::check);
    }

    private void checkExpression(SyntaxNode node, String kind) {
        if (!Grammar.CLASSES.contains(kind)) {
            throw refused(kind.equals("SUBQUERY") ? "a subquery" : kind.equals("WINDOW") ? "a window function"
                    : "what the parser calls " + kind.toLowerCase(Locale.ROOT));
        }
        switch (kind) {
            case "OPERATOR" -> require(Grammar.OPERATORS.contains(node.get("type").value()), node.get("type").value());
            case "FUNCTION" -> checkFunction(node);
            case "TYPE" -> require(Grammar.isType(node.get("type_name").value().toUpperCase(Locale.ROOT))
                    && node.get("schema").isEmpty() && node.get("catalog").isEmpty(), "the type " + node.get("type_name").value());
            case "COLUMN_REF" -> {
                require(node.get("column_names").children().size() == 1, "a qualified column name; write the column's name alone");
                columns.add(column(node));
            }
            default -> { }
        }
    }

    private void checkFunction(SyntaxNode node) {
        String name = node.get("function_name").value().toLowerCase(Locale.ROOT);
        boolean plain = node.get("schema").isEmpty() && node.get("catalog").isEmpty() && node.get("filter").isEmpty()
                && node.get("distinct").value().equals("false") && node.get("order_bys").get("orders").isEmpty();
        require(Grammar.isFunction(name) && plain, "the function " + name + ", which is not one of those on numbers, text and dates");
    }

    private void require(boolean allowed, String what) {
        if (!allowed) {
            throw refused(what);
        }
    }

    private static String column(SyntaxNode node) {
        return node.get("column_names").get("0").value();
    }

    /** What an expression gives, as far as its form tells. */
    private enum Kind {
        NUMBER,
        COLUMN,
        OTHER
    }

    /** Finds out what an expression gives, and on the way which columns are used as numbers. */
    private Kind kind(SyntaxNode node) {
        return switch (node.get("class").value()) {
            case "CONSTANT" -> Set.of("INTEGER", "NUMERIC").contains(node.get("literal").get("kind").value()) ? Kind.NUMBER : Kind.OTHER;
            case "COLUMN_REF" -> Kind.COLUMN;
            case "COMPARISON" -> compared(List.of(node.get("left"), node.get("right")));
            case "BETWEEN" -> compared(List.of(node.get("input"), node.get("lower"), node.get("upper")));
            case "OPERATOR" -> operator(node);
            case "FUNCTION" -> function(node);
            case "CAST" -> cast(node);
            case "CASE" -> cases(node);
            default -> {
                node.get("children").children().forEach(this::kind);
                yield Kind.OTHER;
            }
        };
    }

    private Kind compared(List<SyntaxNode> operands) {
        alike(operands);
        return Kind.OTHER;
    }

    /** Operands of one type: if one is a number, the columns among them must be. */
    private Kind alike(List<SyntaxNode> operands) {
        List<Kind> kinds = operands.stream().map(this::kind).toList();
        List<String> bare = operands.stream().filter(node -> node.get("class").value().equals("COLUMN_REF"))
                .map(Predicate::column).toList();
        if (kinds.contains(Kind.NUMBER)) {
            numeric.addAll(bare);
            return Kind.NUMBER;
        }
        if (bare.size() > 1) {
            paired.add(bare);
        }
        return Kind.OTHER;
    }

    private Kind operator(SyntaxNode node) {
        List<SyntaxNode> operands = node.get("children").children();
        return switch (node.get("type").value()) {
            case "COMPARE_IN", "COMPARE_NOT_IN" -> compared(operands);
            case "OPERATOR_COALESCE", "OPERATOR_NULLIF" -> alike(operands);
            default -> {
                operands.forEach(this::kind);
                yield Kind.OTHER;
            }
        };
    }

    private Kind function(SyntaxNode node) {
        String name = node.get("function_name").value().toLowerCase(Locale.ROOT);
        List<SyntaxNode> operands = node.get("arguments").children().stream().map(argument -> argument.get("expression")).toList();
        if (Grammar.ALIKE.contains(name)) {
            return alike(operands);
        }
        for (SyntaxNode operand : operands) {
            if (kind(operand) == Kind.COLUMN && Grammar.ARITHMETIC.contains(name)) {
                numeric.add(column(operand));
            }
        }
        return Grammar.ARITHMETIC.contains(name) || Grammar.MEASURES.contains(name) ? Kind.NUMBER : Kind.OTHER;
    }

    private Kind cast(SyntaxNode node) {
        boolean column = kind(node.get("child")) == Kind.COLUMN;
        String type = node.get("type_expr").get("type_name").value().toUpperCase(Locale.ROOT);
        if (!Grammar.NUMBER_TYPES.contains(type)) {
            return Kind.OTHER;
        }
        if (column) {
            cast.add(column(node.get("child")));
        }
        return Kind.NUMBER;
    }

    private Kind cases(SyntaxNode node) {
        Kind result = kind(node.get("else_expr"));
        for (SyntaxNode check : node.get("case_checks").children()) {
            kind(check.get("when_expr"));
            Kind then = kind(check.get("then_expr"));
            result = result == Kind.NUMBER ? result : then;
        }
        return result;
    }
}
