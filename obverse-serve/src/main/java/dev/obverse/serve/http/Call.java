package dev.obverse.serve.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that has been let in, as its route sees it.
 *
 * @param segment what stands in place of the template's {@code {name}}, decoded
 * @param query the parameters
 * @param body the body, or nothing for a route without one
 * @param idempotencyKeys the headers of that name
 * @param ifNoneMatch the header of that name
 */
record Call(String segment, Query query, String body, List<String> idempotencyKeys, @Nullable String ifNoneMatch) {}
