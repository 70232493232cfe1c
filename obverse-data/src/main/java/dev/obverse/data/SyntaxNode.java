package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node of the tree that DuckDB's parser makes of a statement: an object or array with children, or a plain value. */
final class SyntaxNode {
    private static final SyntaxNode ABSENT = new SyntaxNode("", "");

    private final String key;
    private final String value;
    private final List<SyntaxNode> children = new ArrayList<>();

    private SyntaxNode(String key, String value) {
        this.key = key;
        this.value = value;
    }

    /**
     * Parses one or more SELECT statements with DuckDB's own parser; nothing is run.
     *
     * @throws InvalidInputException if they do not parse, or are no SELECT statements
     */
    static SyntaxNode parse(Database database, String sql) {
        String query = "SELECT coalesce(key, ''), CASE WHEN type IN ('OBJECT', 'ARRAY', 'NULL') THEN '' ELSE atom ->> '$' END, id, "
                + "coalesce(parent, 0) FROM json_tree(json_serialize_sql(" + Database.text(sql) + "))";
        Map<Long, SyntaxNode> nodes = new HashMap<>();
        List<SyntaxNode> roots = database.rows(query, row -> {
            SyntaxNode node = new SyntaxNode(row.getString(1), row.getString(2));
            SyntaxNode parent = nodes.get(row.getLong(4));
            if (parent != null) {
                parent.children.add(node);
            }
            nodes.put(row.getLong(3), node);
            return node;
        });
        return roots.get(0);
    }

    /** Returns the plain value; empty for an object, an array or null. */
    String value() {
        return value;
    }

    List<SyntaxNode> children() {
        return children;
    }

    /** Returns the child of this key, or a node of nothing. */
    SyntaxNode get(String name) {
        for (SyntaxNode child : children) {
            if (child.key.equals(name)) {
                return child;
            }
        }
        return ABSENT;
    }

    /** Returns whether there is neither a value nor a child. */
    boolean isEmpty() {
        return value.isEmpty() && children.isEmpty();
    }
}
