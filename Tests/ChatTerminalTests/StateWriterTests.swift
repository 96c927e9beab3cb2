import Synchronization
import Testing

@testable import ChatTerminal

@Suite("What is kept", .timeLimit(.minutes(1)))
struct StateWriterTests {
    @Test("is written in order, each write once, whoever comes to it first")
    func order() async {
        let writer = StateWriter()
        let written = Mutex([Int]())
        for number in 0..<1_000 {
            writer.put { written.withLock { $0.append(number) } }
        }
        writer.finish()
        #expect(written.withLock { $0 } == Array(0..<1_000))
        // What comes behind is written although nobody waits for the end.
        await withCheckedContinuation { continuation in writer.put { continuation.resume() } }
    }
}
