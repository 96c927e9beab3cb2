import Glibc
import Testing

@testable import Spawning

@Suite("What is written", .timeLimit(.minutes(10)))
struct WholeOutputTests {
    @Test("is there as a whole, also through a pipe that holds less")
    func whole() throws {
        let ends = try Ends.ofPipe()
        let line = #"test "$(wc -c)" -eq 1000000"#
        var reader = ProgramStart("sh", words: ["sh", "-c", line])
        reader.set(STDIN_FILENO, to: .copy(of: ends.reading))
        let process = try reader.start()
        close(ends.reading)
        let bytes = [UInt8](repeating: 7, count: 1_000_000)
        #expect(WholeOutput.write(bytes, to: ends.writing) == .written)
        close(ends.writing)
        #expect(try ChildStatus.of(process) == .code(0))
    }

    @Test("to nobody is told apart from what cannot be written", arguments: [false, true])
    func closed(isSocket: Bool) throws {
        // Else the test would end with it.
        signal(SIGPIPE, SIG_IGN)
        let ends = isSocket ? try Ends.ofSockets() : try Ends.ofPipe()
        defer { close(ends.writing) }
        ends.leave()
        #expect(WholeOutput.write([1], to: ends.writing) == .closed)
    }

    @Test("to a full disk, or nowhere, has its reason")
    func broken() throws {
        let device = unsafe open("/dev/full", O_WRONLY | O_CLOEXEC)
        try #require(device >= 0)
        defer { close(device) }
        #expect(WholeOutput.write([1], to: device) == .broken(ENOSPC))
        #expect(WholeOutput.write([1], to: -1) == .broken(EBADF))
        #expect(WholeOutput.write([], to: -1) == .written)
    }
}
