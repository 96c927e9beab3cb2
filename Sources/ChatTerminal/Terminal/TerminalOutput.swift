import CTerminal
import ChatTUI
import Glibc

/// The way to the terminal: it takes bytes as fast as it likes, and nothing waits for it meanwhile.
@MainActor
final class TerminalOutput {
    /// How long a terminal may take for what it is told last.
    private static let patience = Duration.seconds(1)
    /// Bytes that may wait where more is not worth it.
    private static let roomLimit = 1 << 20

    /// The terminal as this process alone has it open: what does not block here does so for others.
    private let descriptor: CInt
    /// Where ncurses writes: the terminal, whose modes it sets there, or ``memory`` as it draws.
    let forCurses: CInt
    private let memory = terminal_memory()
    private var waiting: [UInt8] = []

    /// Opens the terminal on standard output.
    init() {
        let flags = O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
        // The path is a constant of the C library's form.
        let own = unsafe open("/proc/self/fd/1", flags)
        // Another user's terminal cannot be opened, behind `su`: writing to it blocks.
        descriptor = own >= 0 ? own : STDOUT_FILENO
        forCurses = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    }

    /// Whether the terminal has not taken all yet.
    var isBehind: Bool { !waiting.isEmpty }

    /// Whether something that can be left out may be said.
    var hasRoom: Bool { waiting.count < Self.roomLimit }

    /// What the loop is to poll; ``flush()`` is due then.
    var polled: pollfd {
        pollfd(fd: isBehind ? descriptor : -1, events: Int16(POLLOUT), revents: 0)
    }

    /// Writes, once the terminal takes it.
    func put(_ bytes: [UInt8]) {
        waiting += bytes
        flush()
    }

    /// Writes what ncurses writes.
    func put(_ draw: () -> Void) {
        let isKept = dup2(memory, forCurses) >= 0
        draw()
        guard isKept else { return }
        dup2(STDOUT_FILENO, forCurses)
        let count = Int(lseek(memory, 0, SEEK_CUR))
        guard count > 0 else { return }
        var bytes = [UInt8](repeating: 0, count: count)
        // The call fills at most as many bytes as there are.
        let got = unsafe pread(memory, &bytes, bytes.count, 0)
        lseek(memory, 0, SEEK_SET)
        put(Array(bytes.prefix(max(0, got))))
    }

    /// Writes what the terminal takes now.
    func flush() {
        var done = 0
        while done < waiting.count {
            // The rest of the bytes, and its count.
            let put = unsafe waiting[done...].withUnsafeBytes { rest in
                unsafe write(descriptor, rest.baseAddress, rest.count)
            }
            if put < 0, errno == EINTR { continue }
            if put < 0, errno == EAGAIN { break }
            // A terminal that is gone sends SIGHUP as well.
            guard put > 0 else {
                waiting = []
                return
            }
            done += put
        }
        waiting.removeFirst(done)
    }

    /// Waits until the terminal has taken all, for a second at most; the rest is dropped.
    ///
    /// - Returns: false if something was dropped, of what the system holds too: there is room then.
    func settle() -> Bool {
        let end = ContinuousClock.now + Self.patience
        while isBehind, ContinuousClock.now < end {
            var polled = polled
            let left = ContinuousClock.now.duration(to: end).milliseconds
            // The call fills in the value that it is given.
            _ = unsafe poll(&polled, 1, CInt(clamping: left + 1))
            flush()
        }
        guard isBehind else { return true }
        waiting = []
        tcflush(descriptor, TCOFLUSH)
        return false
    }
}
