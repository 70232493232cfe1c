package dev.obverse.core.kernel;


/** The user side or the item side of a batch as the kernels see it: where the rows of a table lie, and which row each pair reads. */
public final class Side {
    private float[] data = new float[0];
    private int stride;
    private int[] ids = new int[0];
    private PairRows rows;

    /** Makes a side of a batch; {@link #set} is called for every further one. */
    public Side(PairRows rows) {
        this.rows = rows;
    }

    /**
     * Points to the rows of a batch.
     *
     * @param data the table, of which row r starts at {@code r * stride}
     * @param ids the row of each pair, negative if unknown
     * @param rows the distinct rows among them
     */
    public void set(float[] data, int stride, int[] ids, PairRows rows) {
        this.data = data;
        this.stride = stride;
        this.ids = ids;
        this.rows = rows;
    }

    /** Returns the table's values. */
    public float[] data() {
        return data;
    }

    /** Returns the distance between the starts of two rows. */
    public int stride() {
        return stride;
    }

    /** Returns the row of each pair. */
    public int[] ids() {
        return ids;
    }

    /** Returns the distinct rows. */
    public PairRows rows() {
        return rows;
    }
}
