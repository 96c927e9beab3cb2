import Glibc
import Testing

@testable import Spawning

@Suite("Who reads what is printed", .timeLimit(.minutes(10)))
struct OutputEndTests {
    // Of a socket, as of a terminal, one is told by another sign than of a pipe.
    @Test("is gone once the other end of a pipe or a socket is closed", arguments: [false, true])
    func gone(isSocket: Bool) throws {
        let ends = isSocket ? try Ends.ofSockets() : try Ends.ofPipe()
        defer { close(ends.writing) }
        #expect(!OutputEnd.isReaderGone(ends.writing))
        ends.leave()
        #expect(OutputEnd.isReaderGone(ends.writing))
    }

    @Test("is not gone where there never was one")
    func none() throws {
        let device = unsafe open("/dev/full", O_WRONLY | O_CLOEXEC)
        try #require(device >= 0)
        defer { close(device) }
        #expect(!OutputEnd.isReaderGone(device))
        #expect(!OutputEnd.isReaderGone(-1))
    }
}
