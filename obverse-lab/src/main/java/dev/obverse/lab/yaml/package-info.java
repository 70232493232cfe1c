/**
 * YAML files of people, read strictly: bounded in size and depth, one document, no key twice, and no anchors, aliases or tags, which can make
 * a small file large or mean something else to another reader.
 *
 * <p>What the files say, and what is wrong with it, is not known here.
 */
@NullMarked
package dev.obverse.lab.yaml;

import org.jspecify.annotations.NullMarked;
