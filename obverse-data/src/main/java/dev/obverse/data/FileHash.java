package dev.obverse.data;

/**
 * What a file held when it was read.
 *
 * @param name the file's name without its folder
 * @param sha256 SHA-256 of its bytes, 64 hexadecimal digits
 */
public record FileHash(String name, String sha256) {}
