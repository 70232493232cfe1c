package dev.obverse.serve.http;

import java.util.List;

/**
 * What the server answers at an address.
 *
 * @param method {@code GET} (which answers HEAD as well) or {@code POST} (whose body is JSON)
 * @param template the path; {@code {name}} stands for one segment, and at the end {@code {name*}} for one or more
 * @param access who may call it
 * @param parameters names of the query's parameters
 * @param handler what answers
 */
record Route(String method, String template, Access access, List<String> parameters, Handler handler) {
    /** Answers a request that has been let in. */
    @FunctionalInterface
    interface Handler {
        /** Answers, or throws a {@link Problem}. */
        Answer answer(Call call);
    }

    static Route get(String template, Access access, List<String> parameters, Handler handler) {
        return new Route("GET", template, access, parameters, handler);
    }

    static Route post(String template, Access access, Handler handler) {
        return new Route("POST", template, access, List.of(), handler);
    }

    boolean takesBody() {
        return method.equals("POST");
    }
}
