package dev.obverse.core.kernel;

/**
 * The user side or the item side of a batch as the kernels see it: where the row of each pair lies. That is in the table, or, after
 * {@link #pointToCopy}, in a copy of the batch's distinct rows: a thread then reads the rows of another one in one sweep and not line by line from
 * wherever that thread keeps them.
 */
public final class Side {
    private float[] tableData = new float[0];
    private int tableStride;
    private int[] tableIds = new int[0];
    private PairRows rows;
    private float[] gathered = new float[0];
    private float[] data = gathered;
    private int stride;
    private int[] ids = new int[0];
    private boolean bySlot;

    /** Makes a side of a batch; {@link #set} is called for every further one. */
    public Side(PairRows rows) {
        this.rows = rows;
    }

    /**
     * Points to the rows of a batch.
     *
     * @param table the table, of which row r starts at {@code r * tableStride}
     * @param tableIds the row of each pair, negative if unknown
     * @param distinct the distinct rows among them
     */
    public void set(float[] table, int tableStride, int[] tableIds, PairRows distinct) {
        this.tableData = table;
        this.tableStride = tableStride;
        this.tableIds = tableIds;
        this.rows = distinct;
        this.data = table;
        this.stride = tableStride;
        this.ids = tableIds;
        this.bySlot = false;
    }

    /** Points to a copy of the first so many columns of the distinct rows, which {@link #gather} is to make. */
    public void pointToCopy(int columns) {
        int size = rows.rows().size();
        if (gathered.length < size * columns) {
            gathered = new float[Math.max(size * columns, 2 * gathered.length)];
        }
        data = gathered;
        stride = columns;
        ids = rows.slotOfPair();
        bySlot = true;
    }

    /** Copies the rows of slots {@code from} to {@code to - 1} to where {@link #pointToCopy} points. */
    public void gather(Kernels kernels, int from, int to) {
        kernels.gatherRows(tableData, tableStride, 0, rows.rows().ids(), stride, gathered, 0, stride, from, to);
    }

    /** Returns the array that holds the rows of the pairs. */
    public float[] data() {
        return data;
    }

    /** Returns the distance between the starts of two rows in {@link #data}. */
    public int stride() {
        return stride;
    }

    /** Returns which row in {@link #data} each pair has, negative if its id is unknown. */
    public int[] ids() {
        return ids;
    }

    /** Returns where in {@link #data} the row of a slot starts. */
    public int startOf(int slot) {
        return (bySlot ? slot : rows.rows().row(slot)) * stride;
    }

    /** Returns the table's values. */
    public float[] tableData() {
        return tableData;
    }

    /** Returns the distance between the starts of two rows of the table. */
    public int tableStride() {
        return tableStride;
    }

    /** Returns the row of the table that each pair has, negative if its id is unknown. */
    public int[] tableIds() {
        return tableIds;
    }

    /** Returns the distinct rows. */
    public PairRows rows() {
        return rows;
    }
}
