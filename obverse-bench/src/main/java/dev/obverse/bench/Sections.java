package dev.obverse.bench;

import java.util.List;

/**
 * Everything that is measured. Small is the size of MovieLens-1M: 6,040 users, 3,952 items, a million rows, of unequal ids. Large is a
 * million users, 200,000 items and five million rows. Batches are 1,024 pairs; the settings are the defaults of training.
 */
final class Sections {
    private static final String USERS = "users=6040";
    private static final String ITEMS = "items=3952";
    private static final String MILLION = "rows=1000000";
    /** NeuMF takes some thirty times as long for a row. */
    private static final String QUARTER = "rows=262144";
    private static final String ONE = "threads=1";
    private static final String TWO = "threads=2";
    private static final String NEUMF = "set.backbone=neumf";

    /** With two cores to use, a user of PyTorch takes two threads only where they help. */
    private static final List<String> TORCH = List.of("torch 1 thread", "torch 2 threads");

    private Sections() {}

    static List<Section> all(Torch torch) {
        return List.of(gmf(torch), neumf(torch), large(), inverseGradient(), inverseGradientEpoch(), pages(), top(torch), new Starts());
    }

    private static Section gmf(Torch torch) {
        String dense = "sparse=0";
        return new Match(
                "gmf", "GMF d=32, lazy Adam: an epoch with all that belongs to it, against PyTorch's dense Adam without sampling", Unit.ROW,
                List.of(
                        Contestant.java("1 thread", "epoch", MILLION, USERS, ITEMS, ONE),
                        Contestant.java("2 threads", "epoch", MILLION, USERS, ITEMS, TWO),
                        Contestant.scalar("scalar", "epoch", MILLION, USERS, ITEMS, ONE),
                        torch.contestant("torch 1 thread", "gmf", 1, MILLION, USERS, ITEMS, dense),
                        torch.contestant("torch 2 threads", "gmf", 2, MILLION, USERS, ITEMS, dense)),
                List.of(
                        new Comparison("GMF epoch over PyTorch, 1 thread", "1 thread", "torch 1 thread", Goal.atLeast(8, 12)),
                        new Comparison("GMF epoch over PyTorch, 2 threads", "2 threads", TORCH, Goal.atLeast(8, 16)),
                        new Comparison("GMF small, 2 threads over 1", "2 threads", "1 thread", Goal.atLeast(1.2)),
                        new Comparison("GMF epoch, SIMD over scalar Java", "1 thread", "scalar", Goal.NONE)));
    }

    private static Section neumf(Torch torch) {
        String sparse = "sparse=1";
        return new Match(
                "neumf", "NeuMF, GMF 32 and a tower 256-128-64-32: an epoch, against PyTorch's SparseAdam", Unit.ROW,
                List.of(
                        Contestant.java("1 thread", "epoch", QUARTER, USERS, ITEMS, ONE, NEUMF),
                        Contestant.java("2 threads", "epoch", QUARTER, USERS, ITEMS, TWO, NEUMF),
                        Contestant.scalar("scalar", "epoch", QUARTER, USERS, ITEMS, ONE, NEUMF),
                        torch.contestant("torch 1 thread", "neumf", 1, QUARTER, USERS, ITEMS, sparse),
                        torch.contestant("torch 2 threads", "neumf", 2, QUARTER, USERS, ITEMS, sparse)),
                List.of(
                        new Comparison("NeuMF epoch over PyTorch, 1 thread", "1 thread", "torch 1 thread", Goal.atLeast(2.4, 3.3)),
                        new Comparison("NeuMF epoch over PyTorch, 2 threads", "2 threads", TORCH, Goal.atLeast(2.4, 3.5)),
                        new Comparison("NeuMF, 2 threads over 1", "2 threads", "1 thread", Goal.atLeast(1.6)),
                        new Comparison("NeuMF epoch, SIMD over scalar Java", "1 thread", "scalar", Goal.NONE)));
    }

    private static Section large() {
        String[] shape = {"epoch", "rows=5000000", "users=1000000", "items=200000"};
        return new Match(
                "gmf-large", "GMF over a million users and 200,000 items: an epoch", Unit.ROW,
                List.of(
                        Contestant.java("1 thread", shape[0], shape[1], shape[2], shape[3], ONE),
                        Contestant.java("2 threads", shape[0], shape[1], shape[2], shape[3], TWO)),
                List.of(new Comparison("GMF large, 2 threads over 1", "2 threads", "1 thread", Goal.atLeast(1.7))));
    }

    private static Section inverseGradient() {
        return new Match(
                "ig", "One step of the Inverse Gradient: against BCE, at 100-fold users and items, and with copies of the model", Unit.STEP,
                List.of(
                        Contestant.java("bce", "step", "method=bce", "spread=1"),
                        Contestant.java("ig", "step", "method=ig", "spread=1"),
                        Contestant.java("ig 100-fold", "step", "method=ig", "spread=100"),
                        Contestant.java("copy", "step", "method=copy", "spread=1"),
                        Contestant.java("copy 100-fold", "step", "method=copy", "spread=100")),
                List.of(
                        new Comparison("IG step, cost over a BCE step", "ig", "bce", Goal.atMost(3.2, 2.8)),
                        new Comparison("IG step, cost at 100-fold users and items", "ig 100-fold", "ig", Goal.atMost(1.3)),
                        new Comparison("IG step, times as fast as copy-the-model IG", "ig", "copy", Goal.NONE),
                        new Comparison("the same at 100-fold users and items", "ig 100-fold", "copy 100-fold", Goal.NONE)));
    }

    /** Training-train has to keep a row; the rest of the epoch is steps of the Inverse Gradient. */
    private static Section inverseGradientEpoch() {
        return new Match(
                "ig-epoch", "An epoch of Inverse Gradient steps against one of BCE steps over the same rows, drawing included", Unit.ROW,
                List.of(
                        Contestant.java("bce", "epoch", MILLION, USERS, ITEMS, ONE),
                        Contestant.java("ig", "epoch", MILLION, USERS, ITEMS, ONE, "set.method=ig", "set.training-train=0.000001")),
                List.of(new Comparison("IG epoch, cost over a BCE epoch", "ig", "bce", Goal.COST)));
    }

    /** What the hundredfold table of {@link #inverseGradient} meets: as many lines, but each in a page of its own. */
    private static Section pages() {
        return new Match(
                "pages", "Loads that each wait for the one before, from 10,000 cache lines in random order", Unit.LOAD,
                List.of(
                        Contestant.java("a page each", "loads", "lines=10000", "apart=4160"),
                        Contestant.java("side by side", "loads", "lines=10000", "apart=64")),
                List.of(new Comparison("a load from lines in a page each, cost over lines side by side", "a page each", "side by side", Goal.COST)));
    }

    private static Section top(Torch torch) {
        String items = "items=200000";
        String top = "top=100";
        String batch = "batch=256";
        String dim = "set.dim=64";
        return new Match(
                "top", "Exact top-100 over 200,000 items x 64, in batches of 256 users, against torch.topk of a matrix product", Unit.QUERY,
                List.of(
                        Contestant.java("1 thread", "rank", items, top, batch, dim, ONE),
                        Contestant.java("2 threads", "rank", items, top, batch, dim, TWO),
                        torch.contestant("torch 1 thread", "topk", 1, items, "dim=64", top, batch),
                        torch.contestant("torch 2 threads", "topk", 2, items, "dim=64", top, batch),
                        torch.contestant("torch as written", "topk-plain", 1, items, "dim=64", top, batch)),
                List.of(
                        new Comparison("exact top-100 over torch.topk, 1 thread", "1 thread", "torch 1 thread", Goal.atLeast(3.5)),
                        new Comparison("exact top-100 over torch.topk, 2 threads", "2 threads", TORCH, Goal.atLeast(3.5)),
                        new Comparison("the same over torch.topk(users @ items), 1 thread", "1 thread", "torch as written", Goal.NONE)));
    }
}
