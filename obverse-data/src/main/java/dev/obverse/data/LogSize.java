package dev.obverse.data;

/**
 * How much of a log will have to be held, told while all of it is still outside the Java heap: so who has no room for it can refuse it before
 * anything is allocated. There may be more of each, but not much less.
 *
 * @param users users of the training rows, and those that are known before
 * @param items items alike
 * @param rows training rows
 */
public record LogSize(long users, long items, long rows) {
    /** In a split by time any number of users and items may come only after the training rows, so none is counted there. */
    static LogSize of(PairTable data, Split split, KnownIds start) {
        long[] ids = split instanceof Split.ByTime ? new long[2] : data.distinct();
        double share = switch (split) {
            case Split.Files _ -> 1;
            case Split.Random lots -> lots.train();
            case Split.ByTime times -> times.train();
        };
        // Whoever has one row has it in training with this chance, whoever has more with a greater one.
        return new LogSize(Math.max(start.users().size(), (long) (share * ids[0])), Math.max(start.items().size(), (long) (share * ids[1])),
                (long) (share * data.size()));
    }
}
