package dev.obverse.spark;

import java.io.Serializable;

/** What blocks put into the shuffle of a round: the rows that they have changed, to be merged, and what they tell of the round, for the driver. */
sealed interface RoundMessage extends Serializable permits Rows, RoundResult.Report {}
