import NIOCore
import NIOEmbedded
import Testing

@testable import StreamingHTTP

/// A round on a loop that moves only when it is told to.
@Suite struct LoopRoundTests {
    private let loop = EmbeddedEventLoop()

    /// A clock that goes by a whole slice with each question.
    private static func hurrying() -> () -> NIODeadline {
        var now = NIODeadline.uptimeNanoseconds(0)
        return {
            now = now + LoopRound<Int>.sliceTime
            return now
        }
    }

    @Test("A slice ends when its time is over, and the loop does what is due before the next")
    func slices() {
        let round = LoopRound<Int>(eventLoop: loop, now: Self.hurrying())
        var seen: [Int] = []
        var isDone = false
        round.begin(Array(0..<20)) {
            seen.append($0)
        } whenDone: {
            isDone = true
        }
        #expect(seen == Array(0..<8))
        loop.run()
        #expect(seen.count == 8, "a task in line comes before the sockets: no slice may be one")
        loop.advanceTime(by: LoopRound<Int>.pause)
        #expect(seen.count == 16 && !isDone)
        loop.advanceTime(by: LoopRound<Int>.pause)
        #expect(seen == Array(0..<20) && isDone)
    }

    @Test("Few are looked at at once, and none is one round too")
    func few() {
        let round = LoopRound<Int>(eventLoop: loop, now: { .uptimeNanoseconds(0) })
        var seen: [Int] = []
        var rounds = 0
        round.begin([1, 2, 3]) {
            seen.append($0)
        } whenDone: {
            rounds += 1
        }
        round.begin([]) {
            seen.append($0)
        } whenDone: {
            rounds += 1
        }
        #expect(seen == [1, 2, 3] && rounds == 2)
    }

    @Test("A round that is under way goes on, and no other begins beside it")
    func one() {
        let round = LoopRound<Int>(eventLoop: loop, now: Self.hurrying())
        var seen: [Int] = []
        round.begin(Array(0..<10)) { seen.append($0) }
        round.begin(Array(100..<110)) { seen.append($0) }
        loop.advanceTime(by: LoopRound<Int>.pause)
        #expect(seen == Array(0..<10))
    }
}
