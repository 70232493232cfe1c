package dev.obverse.spark.example;

import dev.obverse.core.InvalidInputException;
import dev.obverse.spark.InverseLearning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.jspecify.annotations.Nullable;

/** {@code --name value} pairs of a command line; {@code --set param=value}, as often as wanted, sets a param of the estimator. */
final class Options {
    private static final String SET = "set";

    private final Map<String, String> values = new HashMap<>();
    private final List<String> params = new ArrayList<>();

    /**
     * Reads a command line.
     *
     * @throws InvalidInputException if it has an option that is not among these, or one without a value
     */
    Options(String[] args, List<String> known) {
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (!known.contains(name) && !name.equals(SET)) {
                throw new InvalidInputException("there is no option " + args[i] + "; there are --" + String.join(", --", known) + " and --set param=value");
            }
            if (i + 1 == args.length) {
                throw new InvalidInputException(args[i] + " needs a value");
            }
            if (name.equals(SET)) {
                params.add(args[i + 1]);
            } else {
                values.put(name, args[i + 1]);
            }
        }
    }

    @Nullable String get(String name) {
        return values.get(name);
    }

    /** Returns a number, or one that is meant where the option is not given. */
    double number(String name, double otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : parsed("--" + name, value, Double::valueOf);
    }

    /** As {@link #number}, a whole one. */
    long whole(String name, long otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : parsed("--" + name, value, Long::valueOf);
    }

    private static <T> T parsed(String what, String value, Function<String, T> parser) {
        try {
            return parser.apply(value);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(what + " is " + value + ", which is not such a number; give one", e);
        }
    }

    /** Sets the params that the command line names. */
    InverseLearning applyTo(InverseLearning estimator) {
        for (String param : params) {
            int equals = param.indexOf('=');
            if (equals < 0) {
                throw new InvalidInputException("--set " + param + " is not param=value");
            }
            String name = param.substring(0, equals);
            if (!estimator.hasParam(name)) {
                throw new InvalidInputException("there is no param " + name);
            }
            set(estimator, estimator.getParam(name), param.substring(equals + 1));
        }
        return estimator;
    }

    private static void set(InverseLearning estimator, Param<Object> param, String value) {
        Object typed = typed(param, value);
        try {
            estimator.set(param, typed);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("--set " + param.name() + "=" + value + ": " + e.getMessage(), e);
        }
    }

    private static Object typed(Param<?> param, String value) {
        if (param instanceof IntParam) {
            return parsed("--set " + param.name(), value, Integer::valueOf);
        }
        if (param instanceof LongParam) {
            return parsed("--set " + param.name(), value, Long::valueOf);
        }
        if (param instanceof DoubleParam) {
            return parsed("--set " + param.name(), value, Double::valueOf);
        }
        if (param instanceof BooleanParam) {
            return Boolean.valueOf(value);
        }
        return param instanceof StringArrayParam ? value.split(",", -1) : value;
    }
}
