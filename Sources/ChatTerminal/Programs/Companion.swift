import Glibc
import Spawning

/// A program that runs beside the client and is spoken to over pipes: the loop polls them, and
/// nothing waits for the program.
@MainActor
final class Companion {
    /// Bytes that wait for the program to take them; what comes while it is so far behind is lost.
    private static let waitingLimit = 1 << 20
    /// The most bytes of a line that it says.
    private static let lineLimit = 64 * 1024
    /// Bytes that are taken of a program in one go: so few orders that none keeps the client from
    /// its keys, which are read before the rest.
    static let readLimit = 256

    /// Its process, which leads a group of its own.
    let process: pid_t
    private var reading: CInt
    private var writing: CInt
    private var waiting: [UInt8] = []
    private var splitter = InputLines(byteLimit: Companion.lineLimit)
    /// Whether it was seen to have left: its number is not its own any more.
    private var isReaped = false

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - arguments: the program, looked up in `PATH`, and what it is told.
    ///   - input: all that it is to read; `nil` leaves its input open for ``send(_:)``.
    ///   - joinsErrors: whether what it says on standard error is taken too.
    /// - Throws: why it was not started: a number of `errno`.
    init(
        _ arguments: [String],
        input: [UInt8]? = nil,
        joinsErrors: Bool = false
    ) throws(ProgramStart.Failure) {
        guard let toProgram = Self.pipe(), let fromProgram = Self.pipe() else {
            throw ProgramStart.Failure(code: errno)
        }
        defer {
            close(toProgram.reading)
            close(fromProgram.writing)
        }
        do throws(ProgramStart.Failure) {
            process = try OtherProgram.start(
                arguments,
                input: toProgram.reading,
                output: fromProgram.writing,
                joinsErrors: joinsErrors
            )
        } catch {
            close(fromProgram.reading)
            close(toProgram.writing)
            throw error
        }
        reading = fromProgram.reading
        writing = toProgram.writing
        for end in [reading, writing] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        if let input {
            send(input)
            endsInput = true
            write()
        }
    }

    /// Whether its input is to be closed when all of it was taken.
    private var endsInput = false

    private static func pipe() -> (reading: CInt, writing: CInt)? {
        var ends: [CInt] = [-1, -1]
        // The call fills the two numbers.
        guard unsafe Glibc.pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Gives the program bytes to read.
    ///
    /// - Returns: whether they are kept for it; `false` if it is too far behind, or reads no more.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        guard writing >= 0, waiting.count + bytes.count <= Self.waitingLimit else { return false }
        waiting += bytes
        write()
        return true
    }

    /// What the loop is to poll for it.
    var polled: [pollfd] {
        var polled: [pollfd] = []
        if reading >= 0 { polled.append(pollfd(fd: reading, events: Int16(POLLIN), revents: 0)) }
        if writing >= 0, !waiting.isEmpty {
            polled.append(pollfd(fd: writing, events: Int16(POLLOUT), revents: 0))
        }
        return polled
    }

    /// Reads and writes what can be read and written.
    ///
    /// - Returns: the whole lines that it said.
    func serve() -> [InputLines.Line] {
        write()
        return read()
    }

    /// How it ended; `nil` while it runs or has more to say.
    ///
    /// Not to be called again once it told.
    func ended() -> OtherProgram.End? {
        guard reading < 0, let status = ChildStatus.ofEnded(process) else { return nil }
        closeInput()
        return OtherProgram.End(status)
    }

    /// Tells it, and all that it started, to end.
    func stop() {
        closeInput()
        Glibc.kill(-process, SIGTERM)
    }

    /// Looks whether it has gone, and all that it started.
    ///
    /// To be asked once it was told to end, and not beside ``ended()``.
    ///
    /// - Returns: `true` from then on.
    func hasGone() -> Bool {
        if !isReaped { isReaped = ChildStatus.ofEnded(process) != nil }
        // A group without a process is none.
        return isReaped && Glibc.kill(-process, 0) != 0
    }

    /// Ends it, and all that it started, whatever they are in the middle of.
    func kill() { Glibc.kill(-process, SIGKILL) }

    private func closeInput() {
        guard writing >= 0 else { return }
        close(writing)
        writing = -1
        waiting = []
    }

    private func write() {
        while writing >= 0, !waiting.isEmpty {
            // The bytes live until the call returns.
            let put = unsafe Glibc.write(writing, waiting, waiting.count)
            if put < 0, errno == EINTR { continue }
            if put < 0, errno == EAGAIN { return }
            guard put > 0 else { return closeInput() }
            waiting.removeFirst(put)
        }
        if endsInput { closeInput() }
    }

    private func read() -> [InputLines.Line] {
        guard reading >= 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: Self.readLimit)
        // The call fills at most as many bytes as there are.
        let got = unsafe Glibc.read(reading, &bytes, bytes.count)
        if got < 0, [EINTR, EAGAIN].contains(errno) { return [] }
        guard got > 0 else {
            close(reading)
            reading = -1
            return splitter.end().map { [$0] } ?? []
        }
        return splitter.take(bytes[..<got])
    }
}
