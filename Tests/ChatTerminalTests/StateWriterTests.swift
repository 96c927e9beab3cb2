import Dispatch
import Synchronization
import Testing

@testable import ChatTerminal

@Suite("What is kept", .timeLimit(.minutes(10)))
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
                return true
            }
            writer.put(first, at: drafts)
        }
        for number in 1...1_000 {
            for (name, place) in [("draft", drafts), ("rooms", rooms)] {
                let job: StateWriter.Job = {
                    written.withLock { $0.append("\(name) \(number)") }
                    return true
                }
                writer.put(job, at: place)
            }
        }
        disk.signal()
        writer.finish()
        #expect(written.withLock { $0 } == ["first", "draft 1000", "rooms 1000"])
        // What comes behind is written although nobody waits for the end.
        await withCheckedContinuation { written in
            let job: StateWriter.Job = {
                written.resume()
                return true
            }
            writer.put(job, at: rooms)
        }
    }

    // A change that a full disk had refused was lost unless something else changed.
    @Test("is tried again where it came to nothing, and at the end at the latest")
    @MainActor
    func refused() {
        let writer = StateWriter()
        let tries = Mutex([Int]())
        let keeper = StateKeeper(0, by: writer) { value in
            {
                tries.withLock { tries in
                    tries.append(value)
                    return tries.count > 2
                }
            }
        }
        let start = ContinuousClock.now
        keeper.note(1, now: start)
        #expect(keeper.saveIn(now: start) == .seconds(2))
        keeper.note(1, now: start + .seconds(2))
        writer.finish()
        keeper.note(1, now: start + .seconds(3))
        #expect(keeper.saveIn(now: start + .seconds(3)) == .seconds(2))
        keeper.save()
        writer.finish()
        keeper.save()
        writer.finish()
        #expect(tries.withLock { $0 } == [1, 1, 1])
        keeper.note(1, now: start + .seconds(9))
        #expect(keeper.saveIn(now: start + .seconds(9)) == nil)
        keeper.save()
        writer.finish()
        #expect(tries.withLock { $0 } == [1, 1, 1])
    }

    // An idle client woke every two seconds where the disk took nothing.
    @Test("is tried again ever more seldom, and soon after the next change once the disk takes it")
    @MainActor
    func patience() throws {
        let writer = StateWriter()
        let takes = Mutex(false)
        let keeper = StateKeeper(0, by: writer) { _ in { takes.withLock { $0 } } }
        var now = ContinuousClock.now
        keeper.note(1, now: now)
        var pauses: [Duration] = []
        for _ in 0..<8 {
            let pause = try #require(keeper.saveIn(now: now))
            pauses.append(pause)
            now += pause
            if pauses.count == 8 { takes.withLock { $0 = true } }
            keeper.note(1, now: now)
            writer.finish()
            keeper.note(1, now: now)
        }
        let seconds: [Int] = [2, 2, 4, 8, 16, 32, 60, 60]
        #expect(pauses == seconds.map { Duration.seconds($0) })
        #expect(keeper.saveIn(now: now) == nil)
        keeper.note(2, now: now)
        #expect(keeper.saveIn(now: now) == .seconds(2))
    }
}
