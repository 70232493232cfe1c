package dev.obverse.serve.answer;

/** A user and an item, by external id; either may be unknown to the model. */
public record Pair(String user, String item) {}
