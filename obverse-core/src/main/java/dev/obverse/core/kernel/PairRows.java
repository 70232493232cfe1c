package dev.obverse.core.kernel;

import java.util.Arrays;

/**
 * The distinct users, or items, of a batch: a slot for each, in the order in which they first appear, and the pairs in the order of their
 * slots, those of one slot in the order of the batch. So the gradient of a row is summed in one go and in a fixed order, whichever thread
 * does it. Unknown ids have no slot.
 *
 * <p>A note for each id says which slot it was last given; it counts if that was in this batch. So a pair costs one look, and nothing is
 * sorted, hashed or cleared. Notes take four bytes an id, a hundredth of what its embedding takes. Cost: three sweeps over the pairs.
 */
public final class PairRows {
    private final RowSet rows;
    /** By id: {@link #given} of this batch plus its slot, or less where it is not in this batch. */
    private int[] notes = new int[0];
    /** More than any note of an earlier batch. */
    private int given = 1;
    private int[] pairs;
    private int[] slots;
    private int[] slotOfPair;
    private int[] starts;

    /** Starts empty, with room for so many pairs; grows past it. */
    public PairRows(int capacity) {
        rows = new RowSet(capacity);
        allocate(capacity);
    }

    private void allocate(int capacity) {
        pairs = new int[capacity];
        slots = new int[capacity];
        slotOfPair = new int[capacity];
        starts = new int[capacity + 2];
    }

    /** Finds the distinct ids of the first n pairs; a negative id is unknown. */
    public void index(int[] ids, int n) {
        if (pairs.length < n) {
            allocate(ids.length);
        }
        if (given > Integer.MAX_VALUE - n) {
            Arrays.fill(notes, 0);
            given = 1;
        }
        nameSlots(ids, n);
        group(n);
    }

    private void nameSlots(int[] ids, int n) {
        int[] distinct = rows.overwrite(n);
        int[] noted = notes;
        int[] ofPair = slotOfPair;
        int first = given;
        int next = first;
        for (int i = 0; i < n; i++) {
            int id = ids[i];
            if (id < 0) {
                ofPair[i] = -1;
                continue;
            }
            if (id >= noted.length) {
                noted = growTo(id);
            }
            int note = noted[id];
            if (note < first) {
                note = next++;
                noted[id] = note;
                distinct[note - first] = id;
            }
            ofPair[i] = note - first;
        }
        given = next;
        rows.setSize(next - first);
    }

    private int[] growTo(int id) {
        notes = Arrays.copyOf(notes, (int) Math.min(Integer.MAX_VALUE - 8, id + id / 4L + 64));
        return notes;
    }

    /** Brings the pairs into the order of their slots, by counting. */
    private void group(int n) {
        int[] ofPair = slotOfPair;
        int[] begin = starts;
        int[] grouped = pairs;
        int[] names = slots;
        int size = rows.size();
        Arrays.fill(begin, 0, size + 2, 0);
        for (int i = 0; i < n; i++) {
            // Of an unknown id, slot -1, the shift is -1 and this adds 0: no branch.
            begin[ofPair[i] + 2] += 1 + (ofPair[i] >> 31);
        }
        int start = 0;
        for (int slot = 1; slot <= size; slot++) {
            start += begin[slot];
            begin[slot] = start;
        }
        // From here on begin[1 + slot] is where the next pair of the slot goes, and in the end where the next slot's start.
        for (int i = 0; i < n; i++) {
            int slot = ofPair[i];
            if (slot >= 0) {
                int at = begin[1 + slot]++;
                grouped[at] = i;
                names[at] = slot;
            }
        }
    }

    /** Returns the distinct ids by slot. */
    public RowSet rows() {
        return rows;
    }

    /** Returns the sum of a value of each pair over the pairs of a slot. */
    public float sum(float[] values, int slot) {
        float sum = 0;
        for (int i = starts[slot]; i < starts[slot + 1]; i++) {
            sum += values[pairs[i]];
        }
        return sum;
    }

    /** Returns the positions of the pairs of known ids in the batch, in the order of their slots. Not a copy. */
    public int[] pairs() {
        return pairs;
    }

    /** Returns the slot of each entry of {@link #pairs}. Not a copy. */
    public int[] slots() {
        return slots;
    }

    /** Returns the slot of each pair in the order of the batch, -1 where the id is unknown. Not a copy. */
    public int[] slotOfPair() {
        return slotOfPair;
    }

    /** Returns where in {@link #pairs} the pairs of a slot start; one more entry than there are slots. Not a copy. */
    public int[] starts() {
        return starts;
    }
}
