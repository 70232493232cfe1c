package dev.obverse.bench.serve;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection that knows just enough of the protocol to ask and to find the end of the answer. A client of a library
 * would take a good part of the two cores that it shares with the server.
 */
final class Connection implements AutoCloseable {
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] body = new byte[1 << 16];
    private final StringBuilder line = new StringBuilder();

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
    }

    /** Returns the bytes of a request. */
    static byte[] request(String method, String path, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + (content.length == 0 ? "" : "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n") + "\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Asks, and reads the whole answer.
     *
     * @return the status
     * @throws IOException if there is no whole answer
     */
    int ask(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        String[] status = readLine().split(" ", 3);
        if (status.length < 2) {
            throw new IOException("no status line");
        }
        long left = -1;
        boolean chunked = false;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            String lower = header.toLowerCase(Locale.ROOT);
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            left = lower.startsWith(LENGTH) ? Long.parseLong(lower.substring(LENGTH.length()).strip()) : left;
        }
        if (chunked) {
            for (long size = chunkSize(); size > 0; size = chunkSize()) {
                skip(size);
                readLine();
            }
            readLine();
        } else {
            skip(Math.max(left, 0));
        }
        return Integer.parseInt(status[1]);
    }

    private long chunkSize() throws IOException {
        return Long.parseLong(readLine().strip(), 16);
    }

    private void skip(long bytes) throws IOException {
        for (long left = bytes; left > 0; ) {
            int read = in.read(body, 0, (int) Math.min(left, body.length));
            if (read < 0) {
                throw new EOFException("the answer ends early");
            }
            left -= read;
        }
    }

    private String readLine() throws IOException {
        line.setLength(0);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
