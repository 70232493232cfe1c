package dev.obverse.core.backbone;

import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.EmbeddingTable.Column;
import dev.obverse.core.parameter.Weights;
import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The shape of a model over two embedding tables, from which it is built: GMF, MLP or NeuMF (He et al., WWW 2017), with biases and
 * linear terms where asked for. {@code z = b + b_u + b_i + a . q_i + c . p_u + w . (p_u * q_i) + w' . tower([p_u, q_i])}, of which each kind
 * has its part.
 *
 * @param gmf width of the factorized embedding; 0 leaves that part out
 * @param mlp width of the tower's embedding of one side; 0 leaves the tower out
 * @param layers widths of the tower's layers, from the input on
 * @param biases whether there are {@code b_u} and {@code b_i}
 * @param linear whether there are {@code a . q_i} and {@code c . p_u}
 * @param exposure whether there is a second head, over the same embeddings, that tells exposed from unexposed pairs
 */
public record Architecture(int gmf, int mlp, List<Integer> layers, boolean biases, boolean linear, boolean exposure) {
    private static final double EMBEDDING_DEVIATION = 0.01;

    /** Copies the list and checks that something is left. */
    public Architecture {
        layers = List.copyOf(layers);
        if (gmf <= 0 && mlp <= 0) {
            throw new IllegalArgumentException("a backbone needs embeddings");
        }
        if (mlp > 0 && layers.isEmpty()) {
            throw new IllegalArgumentException("a tower needs a layer");
        }
    }

    /** The architecture of a kind with factorized embeddings of width {@code dim} and a tower 8d-4d-2d-d (256-128-64-32 for 32). */
    public static Architecture of(BackboneKind kind, int dim, boolean biases, boolean linear, boolean exposure) {
        List<Integer> tower = List.of(4 * dim, 2 * dim, dim);
        return switch (kind) {
            case GMF -> new Architecture(dim, 0, List.of(), biases, linear, exposure);
            case MLP -> new Architecture(0, 4 * dim, tower, biases, linear, exposure);
            case NEUMF -> new Architecture(dim, 4 * dim, tower, biases, linear, exposure);
        };
    }

    /** Returns the architecture that a config names. */
    public static Architecture of(TrainingConfig config) {
        return of(
                BackboneKind.valueOf(config.text(Setting.BACKBONE).toUpperCase(Locale.ROOT)),
                config.whole(Setting.DIM),
                !config.is(Setting.BIAS, "none"),
                config.is(Setting.LINEAR, "true"),
                config.number(Setting.EXPOSURE_EPOCHS) > 0);
    }

    /** Returns the same tables and terms with a tower of a single output, where there is one: to look at the tables alone. */
    public Architecture withNarrowTower() {
        return new Architecture(gmf, mlp, mlp > 0 ? List.of(1) : List.of(), biases, linear, exposure);
    }

    private int width() {
        return gmf + mlp;
    }

    /** Returns how many parameters {@link #build} makes: what a reader of files checks before it builds anything. */
    public long parameters(int users, int items) {
        long ids = (long) users + items;
        long dense = gmf + 1L;
        if (mlp > 0) {
            long in = 2L * mlp;
            for (int out : layers) {
                dense += out * (in + 1);
                in = out;
            }
            dense += in;
        }
        return dense + ids * (width() + (biases ? 1 : 0)) + (linear ? 2L * width() : 0) + (exposure ? width() + 1 + ids : 0);
    }

    /**
     * Builds a model with its first values: embeddings normal with standard deviation 0.01, output weights uniform within
     * sqrt(3 / width), layers Glorot uniform, everything else 0.
     */
    public RecommenderModel build(int users, int items, Kernels kernels, SplitMix64 random) {
        return build(users, items, kernels, new FirstValues.Drawn(random));
    }

    /** Builds a model whose every value is 0, for values that come from elsewhere. */
    public RecommenderModel blank(int users, int items, Kernels kernels) {
        return build(users, items, kernels, new FirstValues.Zero());
    }

    private RecommenderModel build(int users, int items, Kernels kernels, FirstValues first) {
        EmbeddingTable userTable = table("user", users, first);
        EmbeddingTable itemTable = table("item", items, first);
        List<Term> terms = new ArrayList<>();
        int read = gmf + (mlp > 0 ? layers.get(layers.size() - 1) : 0);
        Weights output = first.uniform(Weights.vector("out_weight", read), Math.sqrt(3.0 / read));
        if (gmf > 0) {
            terms.add(new ProductTerm(kernels, 0, gmf, output, 0));
        }
        if (mlp > 0) {
            terms.add(tower(kernels, output, first));
        }
        terms.add(bias(kernels, "out_bias", "user_bias", "item_bias", users, items, biases));
        if (linear) {
            terms.add(new LinearTerm(kernels, Weights.vector("item_linear", width()), Weights.vector("user_linear", width())));
        }
        Backbone labels = new EmbeddingBackbone(kernels, userTable, itemTable, terms);
        if (!exposure) {
            return new RecommenderModel(labels);
        }
        Weights weight = first.uniform(Weights.vector("exposure_weight", width()), Math.sqrt(3.0 / width()));
        return new RecommenderModel(labels, new EmbeddingBackbone(kernels, userTable, itemTable, List.of(
                new ProductTerm(kernels, 0, width(), weight, 0),
                bias(kernels, "exposure_bias", "user_exposure_bias", "item_exposure_bias", users, items, true))));
    }

    private EmbeddingTable table(String side, int rows, FirstValues first) {
        List<Column> columns = new ArrayList<>();
        if (gmf > 0) {
            columns.add(new Column(side + "_gmf", 0, gmf));
        }
        if (mlp > 0) {
            columns.add(new Column(side + "_mlp", gmf, mlp));
        }
        EmbeddingTable table = new EmbeddingTable(rows, columns);
        columns.forEach(column -> first.normal(table, column.name(), EMBEDDING_DEVIATION));
        return table;
    }

    private TowerTerm tower(Kernels kernels, Weights output, FirstValues first) {
        List<Weights> matrices = new ArrayList<>();
        List<Weights> vectors = new ArrayList<>();
        int in = 2 * mlp;
        for (int layer = 0; layer < layers.size(); layer++) {
            int out = layers.get(layer);
            matrices.add(first.uniform(Weights.matrix("mlp_weight_" + layer, out, in), Math.sqrt(6.0 / (in + out))));
            vectors.add(Weights.vector("mlp_bias_" + layer, out));
            in = out;
        }
        return new TowerTerm(kernels, gmf, mlp, matrices, vectors, output, gmf);
    }

    private static BiasTerm bias(Kernels kernels, String global, String user, String item, int users, int items, boolean perRow) {
        Weights b = Weights.vector(global, 1);
        return perRow
                ? BiasTerm.of(kernels, b, new EmbeddingTable(user, users, 1), new EmbeddingTable(item, items, 1))
                : BiasTerm.global(kernels, b);
    }
}
