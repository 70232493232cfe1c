package dev.obverse.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites those classes of a jar that are older than Java 6 as classes of Java 8, with the stack maps that those have. Java keeps no class
 * without such maps in a cache and verifies it the slow way at every start; picocli's are of Java 5. What the classes do stays the same. The launcher
 * runs this after a build and tries the result; it is no verb.
 */
final class LinkedClasses {
    private static final int FIRST_WITH_MAPS = ClassFile.JAVA_6_VERSION;

    private LinkedClasses() {}

    /** Rewrites the jar named. */
    public static void main(String[] args) throws IOException {
        rewrite(Path.of(args[0]));
    }

    static void rewrite(Path jar) throws IOException {
        Path next = jar.resolveSibling(jar.getFileName() + ".next");
        FileTime time = Files.getLastModifiedTime(jar);
        try (JarFile old = new JarFile(jar.toFile());
                OutputStream file = Files.newOutputStream(next);
                JarOutputStream out = new JarOutputStream(file)) {
            ClassFile classes = ClassFile.of(ClassHierarchyResolverOption.of(hierarchy(old)));
            for (Enumeration<JarEntry> entries = old.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                byte[] content = content(old, entry);
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(entry.getName().endsWith(".class") ? withMaps(classes, content) : content);
                out.closeEntry();
            }
        }
        Files.setLastModifiedTime(next, time);
        Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] content(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** The same class as Java 8 would have it; one that has its maps stays as it is. */
    static byte[] withMaps(ClassFile classes, byte[] content) {
        ClassModel model = classes.parse(content);
        if (model.majorVersion() >= FIRST_WITH_MAPS) {
            return content;
        }
        ClassTransform bodies = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return classes.transformClass(model, bodies.andThen((builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        }));
    }

    /** What extends what, from the jar itself, else from Java's own classes. */
    private static ClassHierarchyResolver hierarchy(JarFile jar) {
        return ClassHierarchyResolver.ofResourceParsing(name -> {
            String descriptor = name.descriptorString();
            JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
            try {
                return entry == null ? null : jar.getInputStream(entry);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).orElse(ClassHierarchyResolver.defaultResolver());
    }
}
