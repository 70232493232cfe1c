package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.FileFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: it takes the calls that wait, writes their rows in one piece, forces them to the disk once, and answers. While it waits
 * for the disk the next calls gather.
 */
final class GroupCommit {
    /** A group is closed when its ids and keys have so many characters; with the largest call behind that it stays below 16 MiB of text. */
    private static final int FULL = 512 << 10;

    private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

    private final LogFolder folder;
    private final LogSettings settings;
    private final KeyWindow keys;
    private final Thread thread = new Thread(this::run, "obverse-feedback");
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private long waitingRows;
    private boolean closed;

    private LogFile file;
    private Instant latest;
    private volatile LogPosition end;
    private volatile LogStatus done;
    private long bytesBefore;

    GroupCommit(LogFolder folder, Recovered recovered, LogSettings settings) {
        this.folder = folder;
        this.settings = settings;
        this.keys = recovered.keys();
        this.latest = recovered.latest();
        this.end = recovered.end();
        this.bytesBefore = recovered.bytesBefore();
        this.done = new LogStatus(recovered.rows(), 0, recovered.files(), bytesBefore + end.offset(), 0, 0, 0, null);
        try {
            this.file = new LogFile(folder.file(end.file()), end.offset());
        } catch (IOException e) {
            throw new InvalidInputException("the feedback file " + folder.file(end.file()) + " cannot be written: " + FileFault.reason(e), e);
        }
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Hands a call to the thread that writes. */
    Call submit(Call call) {
        synchronized (waiting) {
            if (closed) {
                throw new FeedbackNotStoredException("the feedback log is closed, because the server is about to end");
            }
            if (waitingRows > 0 && waitingRows + call.rows().size() > settings.backlogRows()) {
                throw new BacklogFullException(waitingRows, settings.backlogRows());
            }
            waiting.add(call);
            waitingRows += call.rows().size();
            waiting.notifyAll();
        }
        return call;
    }

    LogStatus status() {
        LogStatus now = done;
        synchronized (waiting) {
            return new LogStatus(now.rows(), waitingRows, now.files(), now.bytes(), now.accepted(), now.duplicates(), now.failures(), now.fault());
        }
    }

    LogPosition end() {
        return end;
    }

    private void run() {
        for (List<Call> group = take(); !group.isEmpty(); group = take()) {
            Runnable answers = answersTo(group);
            int rows = group.stream().mapToInt(call -> call.rows().size()).sum();
            synchronized (waiting) {
                waitingRows -= rows;
            }
            // Last, so that whoever has an answer finds it in the status.
            answers.run();
        }
    }

    private Runnable answersTo(List<Call> group) {
        try {
            return commit(group);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "feedback was not stored: " + e);
            return failure(group, e);
        } catch (RuntimeException | Error e) {
            // Whatever it is, nobody may wait for ever, and the next group has its chance.
            LOG.log(System.Logger.Level.ERROR, "feedback was not stored", e);
            return failure(group, e);
        }
    }

    /** Waits for calls and takes as many as make a group; none when the log is closed and all is written. */
    private List<Call> take() {
        List<Call> group = new ArrayList<>();
        synchronized (waiting) {
            while (waiting.isEmpty() && !closed) {
                try {
                    waiting.wait();
                } catch (InterruptedException e) {
                    // Nobody has a reason to interrupt this thread: it ends when the log is closed.
                    closed = true;
                }
            }
            for (int length = 0; length < FULL && !waiting.isEmpty(); ) {
                Call call = waiting.remove();
                length += call.length();
                group.add(call);
            }
        }
        return group;
    }

    /** Writes what is new in a group; returns what gives the answers. If it fails, a duplicate shares the fate of the call that it repeats. */
    private Runnable commit(List<Call> group) throws IOException {
        List<Call> fresh = new ArrayList<>();
        List<Call> repeated = new ArrayList<>();
        List<Call> contrary = new ArrayList<>();
        Map<String, Long> freshKeys = new LinkedHashMap<>();
        for (Call call : group) {
            Long before = fingerprint(call, freshKeys);
            if (before == null) {
                fresh.add(call);
                if (call.key() != null) {
                    freshKeys.put(call.key(), call.fingerprint());
                }
            } else {
                (before == call.fingerprint() ? repeated : contrary).add(call);
            }
        }
        if (!fresh.isEmpty()) {
            write(fresh);
        }
        freshKeys.forEach(keys::remember);
        int rows = fresh.stream().mapToInt(call -> call.rows().size()).sum();
        done = new LogStatus(done.rows() + rows, 0, done.files(), bytesBefore + end.offset(), done.accepted() + rows,
                done.duplicates() + repeated.size(), done.failures(), fresh.isEmpty() ? done.fault() : null);
        return () -> {
            fresh.forEach(call -> call.answer().complete(new Receipt(call.rows().size(), false)));
            repeated.forEach(call -> call.answer().complete(new Receipt(0, true)));
            contrary.forEach(call -> call.answer().completeExceptionally(new InvalidInputException("the idempotency key '"
                    + Feedback.shown(String.valueOf(call.key())) + "' came with other rows before; give every request a key of its own")));
        };
    }

    private @Nullable Long fingerprint(Call call, Map<String, Long> freshKeys) {
        if (call.key() == null) {
            return null;
        }
        Long inGroup = freshKeys.get(call.key());
        return inGroup != null ? inGroup : keys.fingerprint(call.key());
    }

    private void write(List<Call> calls) throws IOException {
        if (end.offset() >= settings.fileBytes()) {
            rotate();
        }
        // A clock that is set back must not put rows out of order.
        Instant now = settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        latest = now.isAfter(latest) ? now : latest;
        StringBuilder text = new StringBuilder();
        for (Call call : calls) {
            RowText.add(text, call, latest);
        }
        file.append(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
        end = new LogPosition(end.file(), file.length());
        mark();
    }

    private void rotate() throws IOException {
        long number = end.file() + 1;
        folder.create(number);
        LogFile before = file;
        file = new LogFile(folder.file(number), RowText.HEADER.length() + 1);
        bytesBefore += end.offset();
        end = new LogPosition(number, file.length());
        done = new LogStatus(done.rows(), 0, done.files() + 1, done.bytes(), done.accepted(), done.duplicates(), done.failures(), done.fault());
        before.close();
    }

    /** The rows are on disk, so a mark that lags behind is no reason to fail. */
    private void mark() {
        try {
            folder.mark(end);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the mark of the feedback log could not be moved: " + e.getMessage());
        }
    }

    private Runnable failure(List<Call> calls, Throwable cause) {
        String sentence = "the feedback could not be stored in " + folder.path() + ": " + cause.getMessage() + "; nothing of it was kept, so send it again";
        done = new LogStatus(done.rows(), 0, done.files(), done.bytes(), done.accepted(), done.duplicates(), done.failures() + calls.size(), sentence);
        return () -> calls.forEach(call -> call.answer().completeExceptionally(new FeedbackNotStoredException(sentence, cause)));
    }

    /** Writes what waits and ends the thread. */
    void close() {
        synchronized (waiting) {
            closed = true;
            waiting.notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new InvalidInputException("the feedback file " + folder.file(end.file()) + " could not be closed: " + e.getMessage(), e);
        }
    }
}
