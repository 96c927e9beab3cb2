import Glibc
import Testing

@testable import Spawning

@Suite(.timeLimit(.minutes(10))) struct ProgramStartTests {
    private static func shell(_ line: String) -> ProgramStart {
        ProgramStart("sh", words: ["sh", "-c", line])
    }

    @Test("How a program left is told", arguments: [("exit 3", 3), ("exit 0", 0)])
    func code(line: String, code: CInt) throws {
        #expect(try ChildStatus.of(Self.shell(line).start()) == .code(code))
    }

    @Test("A signal that ended or stopped it is told apart")
    func signal() throws {
        #expect(try ChildStatus.of(Self.shell("kill -9 $$").start()) == .signal(SIGKILL))
        let stopped = try Self.shell("kill -STOP $$").start()
        #expect(try ChildStatus.of(stopped, options: WUNTRACED) == .stopped)
        kill(stopped, SIGKILL)
        #expect(try ChildStatus.of(stopped) == .signal(SIGKILL))
    }

    @Test("What runs is not taken for ended, and is its own when it has left")
    func looked() throws {
        // Sockets, of which no program of another test has an end: those of a pipe are open to it
        // for a moment.
        let ends = try Ends.ofSockets()
        var reader = Self.shell("read line")
        reader.set(STDIN_FILENO, to: .copy(of: ends.reading))
        let process = try reader.start()
        #expect(ChildStatus.ofEnded(process) == nil)
        close(ends.reading)
        close(ends.writing)
        #expect(try ChildStatus.of(process) == .code(1))
    }

    @Test("No signal is ignored or blocked there, whatever is so here")
    func signals() throws {
        // Of SIGUSR1, which this process has no other use for.
        let bit = "200"
        Glibc.signal(SIGUSR1, SIG_IGN)
        defer { Glibc.signal(SIGUSR1, SIG_DFL) }
        let line = "grep -E '^Sig(Ign|Blk):' /proc/$$/status | grep -q '\(bit)$' && exit 1; exit 0"
        #expect(try ChildStatus.of(Self.shell(line).start()) == .code(0))
    }

    /// A descriptor that programs inherit, as those of the network's library are, with the lowest
    /// number from one on that is free.
    private static func inherited(from number: CInt = 3) throws -> CInt {
        let descriptor = fcntl(STDIN_FILENO, F_DUPFD, number)
        try #require(descriptor >= number)
        return descriptor
    }

    @Test("No descriptor is open there but the standard ones, whatever is open here")
    func descriptors() throws {
        let descriptor = try Self.inherited()
        defer { close(descriptor) }
        let line = "test -e /proc/$$/fd/2 && ! test -e /proc/$$/fd/\(descriptor)"
        #expect(try ChildStatus.of(Self.shell(line).start()) == .code(0))
    }

    @Test("What begins anew in this process has none of its descriptors from a number on")
    func closedAtBeginning() throws {
        let descriptor = try Self.inherited(from: 900)
        defer { close(descriptor) }
        ProcessImage.closeAtBeginning(from: descriptor)
        #expect(fcntl(descriptor, F_GETFD) == FD_CLOEXEC)
    }

    @Test("It has this process's environment, or the one that it is given")
    func environment() throws {
        var program = Self.shell(#"test "$A" = "b c" && test -z "$HOME""#)
        #expect(try ChildStatus.of(program.start()) == .code(1))
        program.environment = ["A": "b c"]
        #expect(try ChildStatus.of(program.start()) == .code(0))
        #expect(try ChildStatus.of(Self.shell(#"test -n "$PATH""#).start()) == .code(0))
    }

    @Test("A program that is not there is told of")
    func missing() throws {
        let none = ProgramStart("no-such-program", words: ["no-such-program"])
        #expect(throws: ProgramStart.Failure.self) { try none.start() }
    }
}
