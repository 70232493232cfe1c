package dev.obverse.core.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which files, runs and tokens are told apart. */
public final class Sha256 {
    private Sha256() {}

    /** Starts a hash. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
