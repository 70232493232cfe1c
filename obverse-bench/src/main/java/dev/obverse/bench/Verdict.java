package dev.obverse.bench;

/** How a ratio stands to its goal. */
enum Verdict {
    /** It reaches the aim. */
    AIM_MET("met, and the aim"),
    /** It reaches the floor. */
    MET("met"),
    /** It does not reach the floor. */
    MISSED("MISSED"),
    /** Nothing is asked of it. */
    NONE(""),
    /** One of the two sides is missing. */
    NOT_MEASURED("not measured");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** Returns it as the table shows it. */
    String words() {
        return words;
    }
}
