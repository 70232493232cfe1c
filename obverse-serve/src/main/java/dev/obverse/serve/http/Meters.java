package dev.obverse.serve.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** What the server counts and measures, for Prometheus, and a glance of it for the page. */
final class Meters {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(500_000), Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(20),
        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2),
        Duration.ofSeconds(5), Duration.ofSeconds(10)
    };

    private record Kind(String method, String route, int status) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, RecentLatencies> recent = new ConcurrentSkipListMap<>();
    private final AtomicLong requests = new AtomicLong();

    Meters() {
        new JvmMemoryMetrics().bindTo(registry);
    }

    /** Counts a request that has been answered. */
    void request(String method, String route, int status, long nanos) {
        requests.incrementAndGet();
        timers.computeIfAbsent(new Kind(method, route, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
        if (status < 300) {
            recent.computeIfAbsent(method + " " + route, name -> new RecentLatencies()).add(nanos);
        }
    }

    private Timer timer(Kind kind) {
        return Timer.builder("obverse.http.requests")
                .description("Requests by route and status, from arrival to the end of the answer")
                .tags("method", kind.method, "route", kind.route, "status", Integer.toString(kind.status))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** Something whose value is asked for when the metrics are. */
    <T> void gauge(String name, String description, T object, ToDoubleFunction<T> value) {
        Gauge.builder(name, object, value).description(description).strongReference(true).register(registry);
    }

    /** Something that only grows. */
    <T> void counter(String name, String description, T object, ToDoubleFunction<T> value, String... tags) {
        FunctionCounter.builder(name, object, value).description(description).tags(tags).register(registry);
    }

    long requests() {
        return requests.get();
    }

    Map<String, RecentLatencies> recent() {
        return recent;
    }

    String prometheus() {
        return registry.scrape();
    }

    void close() {
        registry.close();
    }
}
