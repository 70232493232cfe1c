package dev.obverse.spark;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;

/**
 * What a run must know of all blocks before its first round.
 *
 * @param census what they were made of
 * @param heavyRows training rows of heavy users
 * @param itemCounts for each item, its POSITIVE rows, and behind them its labelled rows; nothing where nobody asks
 */
record BlockTotals(BlockCensus census, HeavyRows heavyRows, int[] itemCounts) implements Serializable {
    /** Makes the blocks, and adds up what is known of them; items are counted unless {@code items} is 0. */
    static BlockTotals of(JavaRDD<UserBlock> blocks, int items) {
        BlockTotals all = blocks.map(block -> new BlockTotals(block.census(), HeavyRows.in(block), block.itemCounts(items))).treeReduce(BlockTotals::plus);
        return new BlockTotals(all.census, all.heavyRows.sorted(), all.itemCounts);
    }

    private BlockTotals plus(BlockTotals other) {
        int[] counts = itemCounts.clone();
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.itemCounts[i];
        }
        return new BlockTotals(census.plus(other.census), heavyRows.plus(other.heavyRows), counts);
    }
}
