import Dispatch
import Synchronization
import Testing

@testable import ChatTerminal

@Suite("What is kept", .timeLimit(.minutes(1)))
struct StateWriterTests {
    @Test("is written as it is last, once the disk takes it, and nothing of it is left behind")
    func newest() async {
        let writer = StateWriter()
        let (drafts, rooms) = (StateWriter.Place(), StateWriter.Place())
        let disk = DispatchSemaphore(value: 0)
        let written = Mutex([String]())
        await withCheckedContinuation { begun in
            let first: StateWriter.Job = {
                begun.resume()
                disk.wait()
                written.withLock { $0.append("first") }
            }
            writer.put(first, at: drafts)
        }
        for number in 1...1_000 {
            writer.put({ written.withLock { $0.append("draft \(number)") } }, at: drafts)
            writer.put({ written.withLock { $0.append("rooms \(number)") } }, at: rooms)
        }
        disk.signal()
        writer.finish()
        #expect(written.withLock { $0 } == ["first", "draft 1000", "rooms 1000"])
        // What comes behind is written although nobody waits for the end.
        await withCheckedContinuation { written in writer.put({ written.resume() }, at: rooms) }
    }
}
