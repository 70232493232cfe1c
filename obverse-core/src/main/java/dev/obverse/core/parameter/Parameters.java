package dev.obverse.core.parameter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What one head of a model trains: its tables and its weights. Two heads may share a table (the label head and the exposure head
 * share the embeddings); the table, and the optimizer state in it, is then one object in both.
 */
public record Parameters(List<EmbeddingTable> tables, List<Weights> weights) {
    /** Copies the lists. */
    public Parameters {
        tables = List.copyOf(tables);
        weights = List.copyOf(weights);
    }

    /** Sorts parameters into tables and weights, each in the given order, each once. */
    public static Parameters of(Iterable<? extends Parameter> parameters) {
        LinkedHashSet<EmbeddingTable> tables = new LinkedHashSet<>();
        LinkedHashSet<Weights> weights = new LinkedHashSet<>();
        for (Parameter parameter : parameters) {
            if (parameter instanceof EmbeddingTable table) {
                tables.add(table);
            } else if (parameter instanceof Weights dense) {
                weights.add(dense);
            }
        }
        return new Parameters(new ArrayList<>(tables), new ArrayList<>(weights));
    }

    /** Returns everything that either head trains, shared parameters once. */
    public Parameters union(Parameters other) {
        List<Parameter> both = new ArrayList<>(all());
        both.addAll(other.all());
        return of(both);
    }

    /** Returns tables first, then weights. */
    public List<Parameter> all() {
        List<Parameter> all = new ArrayList<>(tables);
        all.addAll(weights);
        return all;
    }

    /** Makes room for so many values of optimizer state per value, all zero. */
    public void reserveState(int slots) {
        all().forEach(parameter -> parameter.reserveState(slots));
    }

    /** Returns every tensor, in a fixed order. */
    public List<TensorView> tensors() {
        return all().stream().flatMap(parameter -> parameter.tensors().stream()).toList();
    }

    /**
     * Returns the tensor of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public TensorView tensor(String name) {
        return tensors().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tensor is named " + name));
    }

    /** Returns a copy of all values (not of optimizer state), for {@link #restore}. */
    public List<float[]> snapshot() {
        return tensors().stream().map(TensorView::copy).toList();
    }

    /** Puts the values of a snapshot back. */
    public void restore(List<float[]> snapshot) {
        List<TensorView> tensors = tensors();
        for (int i = 0; i < tensors.size(); i++) {
            tensors.get(i).assign(snapshot.get(i));
        }
    }
}
