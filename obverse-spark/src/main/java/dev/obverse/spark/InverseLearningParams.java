package dev.obverse.spark;

import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * What can be set on {@link InverseLearning} and is kept by {@link InverseLearningModel}. Spark knows two params as one by their owner's uid and
 * their name, so a param is made anew whenever it is asked for.
 */
public interface InverseLearningParams extends Params {
    /** Column of users, of any atomic type but binary. Default: user. */
    default Param<String> userCol() {
        return text("userCol", "column of user ids");
    }

    /** Column of items, of any atomic type but binary. Default: item. */
    default Param<String> itemCol() {
        return text("itemCol", "column of item ids");
    }

    /** Column of labels: 1 or true is POSITIVE, 0 or false is NEGATIVE, null is UNLABELED. Default: label. */
    default Param<String> labelCol() {
        return text("labelCol", "column of labels: 1 or true (positive), 0 or false (negative), null (unlabeled)");
    }

    /** Column that orders the labels of one pair, of which the latest counts. Unless set, a pair with both labels is refused. */
    default Param<String> timeCol() {
        return text("timeCol", "column by which the latest label of a pair counts; unless set, a pair with both labels is refused");
    }

    /** Boolean column of rows that are kept from training and pick the best epoch. Unless set, {@link #validationFraction} draws them. */
    default Param<String> validationCol() {
        return text("validationCol", "boolean column: whether a row validates instead of training");
    }

    /** Share of the labelled rows that pick the best epoch, drawn by the seed, the user and the item. Default: 0.1. */
    default DoubleParam validationFraction() {
        return new DoubleParam(this, "validationFraction", "share of the labelled rows that validate instead of training",
                ParamValidators.inRange(0, 1, true, false));
    }

    /** Width of the embeddings. Default: 32. */
    default IntParam rank() {
        return new IntParam(this, "rank", "width of the embeddings", ParamValidators.gtEq(1));
    }

    /** gmf, mlp or neumf. Default: gmf. */
    default Param<String> backbone() {
        return choice("backbone", "the model that is trained", "gmf", "mlp", "neumf");
    }

    /** What a training step is: obverse, bce, sampled, idl, ig, tce, rce or dns. Default: obverse. */
    default Param<String> method() {
        return choice("method", "what a training step is", "obverse", "bce", "sampled", "idl", "ig", "tce", "rce", "dns");
    }

    /** Epochs at the most. Default: 40. */
    default IntParam maxIter() {
        return new IntParam(this, "maxIter", "epochs at the most", ParamValidators.gtEq(1));
    }

    /** gamma, the learning rate. Default: 0.001. */
    default DoubleParam stepSize() {
        return new DoubleParam(this, "stepSize", "size of a labelled step", ParamValidators.gt(0));
    }

    /** Size of the Inverse Gradient's trial step. Unless set, a tenth of {@link #stepSize}. */
    default DoubleParam alpha() {
        return new DoubleParam(this, "alpha", "size of the Inverse Gradient's trial step", ParamValidators.gt(0));
    }

    /** Seed of everything that is drawn. Default: 1. */
    default LongParam seed() {
        return new LongParam(this, "seed", "seed of everything that is drawn");
    }

    /** Into how many blocks the users are divided; the model depends on it. Default: 2. */
    default IntParam numPartitions() {
        return new IntParam(this, "numPartitions", "blocks of users, each trained by one task", ParamValidators.gtEq(1));
    }

    /** How often the shared rows are merged in a pass over the labelled rows. Default: 4. */
    default IntParam roundsPerEpoch() {
        return new IntParam(this, "roundsPerEpoch", "how often the shared rows are merged in an epoch", ParamValidators.gtEq(1));
    }

    /** Exponent b of the merge: changes of a row by k blocks are added and divided by k^b. Default: 0.5. */
    default DoubleParam mergeExponent() {
        return new DoubleParam(this, "mergeExponent", "0 adds the changes of a row by several blocks, 1 averages them",
                ParamValidators.inRange(0, 1));
    }

    /** Rounds from one checkpoint to the next. Default: 10. */
    default IntParam checkpointInterval() {
        return new IntParam(this, "checkpointInterval", "rounds from one checkpoint to the next", ParamValidators.gtEq(1));
    }

    /** What a row whose user or item is unknown is given: prior (what the known terms say), nan, or drop. Default: prior. */
    default Param<String> coldStartStrategy() {
        return choice("coldStartStrategy", "what becomes of rows whose user or item is unknown", "prior", "nan", "drop");
    }

    /** Column that gets the logit, a double. Default: logit. */
    default Param<String> logitCol() {
        return text("logitCol", "column that gets the logit");
    }

    /** Column that gets the probability of POSITIVE, a double. Default: probability. */
    default Param<String> probabilityCol() {
        return text("probabilityCol", "column that gets the probability");
    }

    /** Whether the model keeps the training rows, so that its file can leave seen items out of a ranking. Default: true. */
    default BooleanParam keepHistory() {
        return new BooleanParam(this, "keepHistory", "whether the model keeps the training rows");
    }

    /** Any other setting of a run, as {@code name=value}: those of the command line's {@code --set}. Default: none. */
    default StringArrayParam settings() {
        return new StringArrayParam(this, "settings", "any other setting as name=value, as with --set on the command line");
    }

    private Param<String> text(String name, String meaning) {
        return new Param<>(uid(), name, meaning, String.class);
    }

    private Param<String> choice(String name, String meaning, String... allowed) {
        return new Param<>(uid(), name, meaning + ": " + String.join(", ", allowed), ParamValidators.inArray(List.of(allowed)), String.class);
    }
}
