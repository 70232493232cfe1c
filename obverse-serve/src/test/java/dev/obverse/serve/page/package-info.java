/** The page in a real browser, on real servers. */
@NullMarked
package dev.obverse.serve.page;

import org.jspecify.annotations.NullMarked;
