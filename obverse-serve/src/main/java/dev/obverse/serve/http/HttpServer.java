package dev.obverse.serve.http;

import dev.obverse.core.InvalidInputException;
import dev.obverse.serve.feedback.Attempt;
import dev.obverse.serve.feedback.FeedbackLog;
import dev.obverse.serve.feedback.RetrainingStatus;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The services over HTTP/1.1, on Helidon's web server: one virtual thread for each connection. */
public final class HttpServer implements AutoCloseable {
    private static final int LONGEST_REQUEST_LINE = 8192;

    private final WebServer server;
    private final Connections connections;
    private final Drain drain;
    private final AccessLog log;
    private final Meters meters;
    private final Limits limits;
    private boolean closed;

    private HttpServer(WebServer server, Connections connections, Drain drain, AccessLog log, Meters meters, Limits limits) {
        this.server = server;
        this.connections = connections;
        this.drain = drain;
        this.log = log;
        this.meters = meters;
        this.limits = limits;
    }

    /**
     * Checks settings before anything else is done: an address that others reach needs tokens, files must be readable.
     *
     * @throws InvalidInputException if they do not allow a server
     */
    public static void check(HttpSettings settings) {
        address(settings.host());
        Tokens tokens = Tokens.read(settings.tokens());
        if (tokens.open() && !HostGuard.isLoopback(settings.host())) {
            throw new InvalidInputException("--host " + settings.host() + " can be reached by others, who could then do everything: give --tokens FILE, "
                    + "or listen on 127.0.0.1");
        }
        PemFiles.tls(settings.tlsCertificate(), settings.tlsKey());
    }

    /**
     * Starts to answer, after about a second of requests of its own: see {@link HttpWarmUp}.
     *
     * @throws InvalidInputException if the settings do not allow it, or the port is taken
     */
    public static HttpServer start(HttpSettings settings, Services services) {
        check(settings);
        requireFree(settings);
        new HttpWarmUp(new AskRoutes(services, Limits.defaults()).routes(), services.models()).run();
        Tokens tokens = Tokens.read(settings.tokens());
        Limits limits = settings.limits();
        Meters meters = new Meters();
        measure(meters, services);
        AccessLog log = AccessLog.open(settings.accessLog());
        Records records = new Records(meters, log);
        Drain drain = new Drain();
        Front front = new Front(new Routes(routes(services, limits, meters, drain)), tokens, new HostGuard(settings.host(), tokens.open()),
                new Bodies(limits), records, drain);
        Connections connections = new Connections(http1(), limits, () -> records.transport(408, 0));
        meters.gauge("obverse.http.connections", "Open connections", connections, Connections::count);
        WebServer server = webServer(settings, connections, front, records).start();
        if (!server.isRunning()) {
            connections.close();
            log.close();
            throw taken(settings, new IllegalStateException("somebody else was faster"));
        }
        return new HttpServer(server, connections, drain, log, meters, limits);
    }

    /** Helidon would tell of a port that is taken with traces in the log. */
    private static void requireFree(HttpSettings settings) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(settings.host()), settings.port()));
        } catch (IOException e) {
            throw taken(settings, e);
        }
    }

    private static InvalidInputException taken(HttpSettings settings, Exception cause) {
        return new InvalidInputException("port " + settings.port() + " of " + settings.host() + " cannot be listened on (" + cause.getMessage()
                + "): give another --port or --host", cause);
    }

    static List<Route> routes(Services services, Limits limits, Meters meters, Drain drain) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new AskRoutes(services, limits).routes());
        routes.addAll(new FeedbackRoutes(services, limits).routes());
        routes.addAll(new ModelRoutes(services, limits).routes());
        routes.addAll(new BrowseRoutes(services, limits).routes());
        routes.addAll(new OperationRoutes(services, meters, drain).routes());
        routes.addAll(new PageRoutes().routes());
        return routes;
    }

    static Http1Config http1() {
        // Paths and queries are read by this package, which tells a client what is wrong with them.
        return Http1Config.builder().maxPrologueLength(LONGEST_REQUEST_LINE).receiveLog(false).sendLog(false).build();
    }

    static WebServer webServer(HttpSettings settings, Connections connections, Front front, Records records) {
        Limits limits = settings.limits();
        // Only from here does the builder learn to leave Helidon's own connections out, which nobody would watch.
        WebServerConfig.Builder config = WebServer.builder()
                .from(ListenerConfig.builder().protocolsDiscoverServices(false).buildPrototype())
                .address(address(settings.host()))
                .port(settings.port())
                .shutdownHook(false)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(connections)
                .maxPayloadSize(limits.bodyBytes())
                .maxTcpConnections(limits.connections())
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .idleConnectionTimeout(Duration.ofDays(1))
                .shutdownGracePeriod(limits.grace())
                .directHandlers(TransportProblems.handlers(records))
                .routing(HttpRouting.builder().any(front));
        Tls tls = PemFiles.tls(settings.tlsCertificate(), settings.tlsKey());
        if (tls != null) {
            config.tls(tls);
        }
        return config.build();
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new InvalidInputException("--host " + host + " is no address of this machine; give one, such as 127.0.0.1", e);
        }
    }

    private static void measure(Meters meters, Services services) {
        meters.gauge("obverse.model.age.seconds", "Time since the model was loaded", services.models(), models ->
                Duration.between(models.with(model -> model.facts().loaded()), Instant.now()).toMillis() / 1e3);
        meters.counter("obverse.model.loads", "Models put into service since the start", services, each -> each.loads().getAsLong());
        FeedbackLog feedback = services.feedback();
        if (feedback != null) {
            meters.gauge("obverse.feedback.backlog", "Rows of feedback that wait for the disk", feedback, log -> log.status().backlog());
            meters.gauge("obverse.feedback.bytes", "Length of the feedback log", feedback, log -> log.status().bytes());
            meters.counter("obverse.feedback.rows", "Rows of feedback written since the start", feedback, log -> log.status().accepted());
            meters.counter("obverse.feedback.failures", "Calls with feedback that could not be stored", feedback, log -> log.status().failures());
        }
        Supplier<RetrainingStatus> retraining = services.retraining();
        if (retraining != null) {
            meters.gauge("obverse.retraining.running", "1 while a model is being trained", retraining, status -> status.get().running() ? 1 : 0);
            for (Attempt.Outcome outcome : List.of(Attempt.Outcome.ACCEPTED, Attempt.Outcome.REJECTED, Attempt.Outcome.SKIPPED, Attempt.Outcome.FAILED)) {
                meters.counter("obverse.retraining.attempts", "Retraining attempts since the start, by outcome", retraining,
                        status -> count(status.get(), outcome), "outcome", outcome.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    private static double count(RetrainingStatus status, Attempt.Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> status.accepted();
            case REJECTED -> status.rejected();
            case SKIPPED -> status.skipped();
            case FAILED -> status.failed();
            case STOPPED -> 0;
        };
    }

    /** Returns the port that it listens on. */
    public int port() {
        return server.port();
    }

    /**
     * Ends well: says that it is not ready and closes each connection behind its next answer, for as long as {@link Limits#drain}; then takes no
     * more connections and lets what is under way end, for at most {@link Limits#grace}.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        drain.start(limits.drain(), limits.grace());
        server.stop();
        connections.close();
        log.close();
        meters.close();
    }
}
