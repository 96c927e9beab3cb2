import Foundation
import Glibc
import Synchronization
import Testing

/// A program that a test runs, with pipes to all three of its ends.
///
/// It is gone with the test.
final class Subprocess: Sendable {
    /// How a program ended.
    enum Exit: Hashable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    /// The program could not be started.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let pid: pid_t
    let output: Output
    let errors: Output
    /// A child that starts while another's pipes are made would inherit them.
    private static let starting = Mutex(())
    private let input: Mutex<Int32?>
    private let ending = Watched<Exit?>(nil)
    /// What is at its end when the program is; a terminal is not.
    private let pipes: [Output]

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: the program, looked for in the search path, and its arguments.
    ///   - environment: what differs from the test's own; an empty text removes a variable.
    ///   - separator: what ends a line of its output.
    /// - Throws: ``Failure``.
    init(_ command: [String], environment: [String: String] = [:], separator: UInt8 = 0x0a) throws {
        let (pid, input, output, errors) = try Self.starting.withLock { _ in
            let (input, output, errors) = (try Pipe.make(), try Pipe.make(), try Pipe.make())
            let ends = [input.reading, output.writing, errors.writing]
            defer { for end in ends { close(end) } }
            let pid = try Spawn.start(command, environment: environment, ends: ends)
            return (pid, input.writing, output.reading, errors.reading)
        }
        self.pid = pid
        self.input = Mutex(input)
        self.output = Output(reading: output, separator: separator)
        self.errors = Output(reading: errors, separator: 0x0a)
        pipes = [self.output, self.errors]
        Thread.detachNewThread { [ending] in Self.reap(pid, ending) }
    }

    /// Starts a program on a terminal.
    ///
    /// - Parameters:
    ///   - command: the program, looked for in the search path, and its arguments.
    ///   - environment: what differs from the test's own; an empty text removes a variable.
    ///   - terminal: what it reads and writes; it must outlive the program.
    /// - Throws: ``Failure``.
    init(_ command: [String], environment: [String: String], on terminal: PseudoTerminal) throws {
        let nobody = try Pipe.make()
        close(nobody.writing)
        pid = try Self.starting.withLock { _ in
            let ends = [terminal.program, terminal.program, terminal.program]
            return try Spawn.start(command, environment: environment, ends: ends)
        }
        input = Mutex(dup(terminal.person))
        output = Output(reading: dup(terminal.person), separator: 0x0a)
        errors = Output(reading: nobody.reading, separator: 0x0a)
        pipes = []
        Thread.detachNewThread { [pid, ending] in Self.reap(pid, ending) }
    }

    deinit {
        signal(SIGKILL)
        closeInput()
    }

    /// Writes to the program's input.
    ///
    /// Blocks while the pipe is full, so it is for short texts.
    func write(_ text: String) {
        input.withLock { input in
            guard let input else { return }
            let bytes = Array(text.utf8)
            var written = 0
            while written < bytes.count {
                // The pointer covers what is left of `bytes`, which lives until the call is over.
                let count = unsafe bytes[written...].withUnsafeBytes { rest in
                    unsafe Glibc.write(input, rest.baseAddress, rest.count)
                }
                guard count > 0 else { return }
                written += count
            }
        }
    }

    /// Ends the program's input.
    func closeInput() {
        input.withLock { input in
            if let input { close(input) }
            input = nil
        }
    }

    /// Whether the program has ended.
    var hasEnded: Bool { ending.value != nil }

    /// Sends a signal, unless the program has ended.
    func signal(_ number: Int32) {
        // Under the lock of `ending`, so that the number cannot have gone to another process.
        ending.change { exit in
            if exit == nil { kill(pid, number) }
        }
    }

    /// Waits for the program to end, and for what it wrote to its pipes.
    ///
    /// - Parameter limit: how long at most.
    /// - Throws: ``Failure`` if it does not.
    @discardableResult
    func exit(within limit: Duration = Output.patience) async throws -> Exit {
        guard let exit = await ending.wait(within: limit, for: { $0 }) else {
            throw Failure(description: "process \(pid) did not end within \(limit)")
        }
        // What the program itself started may hold the pipes for longer, and is given a moment
        // alone: then their end is no matter. What the program wrote is in them by now.
        for pipe in pipes {
            _ = try? await pipe.end(within: .seconds(1))
            pipe.takeAll()
        }
        return exit
    }

    /// Tells the program to end, which it has to do as if all was well.
    func stops(at place: SourceLocation = #_sourceLocation) async throws {
        signal(SIGTERM)
        #expect(try await exit() == .code(0), sourceLocation: place)
    }

    /// Gives the program the last of its input, and waits for its end.
    @discardableResult
    func exit(after input: String) async throws -> Exit {
        write(input)
        closeInput()
        return try await exit()
    }

    /// How it ended, and all that it wrote.
    typealias Outcome = (exit: Exit, output: String, errors: String)

    /// Gives the program the last of its input, and waits for its end and all that it writes.
    func outcome(after input: String = "") async throws -> Outcome {
        write(input)
        closeInput()
        let output = try await self.output.end()
        let errors = try await self.errors.end()
        return (try await exit(), output, errors)
    }

    /// Waits on a thread of its own for the process, and frees its number only once that is known.
    private static func reap(_ pid: pid_t, _ ending: Watched<Exit?>) {
        var information = unsafe siginfo_t()
        // Both calls fill in the value they are given.
        while unsafe waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0 {
            guard errno == EINTR else { return }
        }
        ending.change { exit in
            var status: Int32 = 0
            unsafe waitpid(pid, &status, 0)
            let signal = status & 0x7f
            exit = signal == 0 ? .code((status >> 8) & 0xff) : .signal(signal)
        }
    }
}
