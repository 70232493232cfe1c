package dev.obverse.core.model;

/** The element types that a model file may hold; the names are those of the safetensors format. */
public enum Dtype {
    /** IEEE 754 single precision. */
    F32(4),
    /** Signed 32 bits. */
    I32(4),
    /** Signed 64 bits. */
    I64(8),
    /** Unsigned 8 bits. */
    U8(1);

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /** The size of an element in bytes. */
    public int bytes() {
        return bytes;
    }
}
