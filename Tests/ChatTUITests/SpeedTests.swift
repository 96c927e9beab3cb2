#if !DEBUG
import ChatProtocol
import ChatTUI
import Testing

/// Figures of a release build: `BURBLE_PART=core swift test -c release -Xswiftc -enable-testing
/// --disable-xctest --no-parallel --filter SpeedTests`.
@Suite("Speed of a release build", .serialized)
struct SpeedTests {
    private static func median(_ count: Int, _ work: () -> Void) -> Duration {
        let clock = ContinuousClock()
        return (0..<count).map { _ in clock.measure(work) }.sorted()[count / 2]
    }

    private static func fullModel() -> Model {
        var model = liveModel(120, 36)
        let words =
            "words of a usual line that somebody says in a room, with https://example.org/a/link"
        for seq in 1...5_000 as ClosedRange<Int64> {
            model.hear(
                said(seq, [anna, alice, bob][Int(seq % 3)], "\(seq) \(words)", minutes: seq / 10)
            )
        }
        return model
    }

    @Test("a frame of 120×36 over 5,000 events takes less than a millisecond")
    func drawsFast() {
        var model = Self.fullModel()
        var cells = 0
        let drawn = Self.median(201) {
            cells += view(model, capabilities: Capabilities()).cells.count
        }
        let memo = RowMemo()
        let again = Self.median(201) {
            let workspace = Workspace([model])
            cells += view(workspace, capabilities: Capabilities(), memo: memo).cells.count
        }
        model.press(Key(.pageUp))
        let scrolled = Self.median(201) {
            cells += view(model, capabilities: Capabilities()).cells.count
        }
        let old = view(model, capabilities: Capabilities())
        model.type("x")
        let new = view(model, capabilities: Capabilities())
        let compared = Self.median(201) { cells += FrameDiff.runs(from: old, to: new).count }
        let key = Self.median(201) { model.type("x") }
        let page = Self.median(51) { model.press(Key(.pageUp)) }
        print(
            "view \(drawn), again \(again), scrolled \(scrolled), diff \(compared), key \(key), page \(page)"
        )
        #expect(drawn < .milliseconds(1) && scrolled < .milliseconds(1), "\(cells)")
    }

    @Test("a batch of 1,000 events and a frame take less than a frame's time")
    func takesABatchFast() {
        var model = Self.fullModel()
        var seq: Int64 = 5_000
        let batch = Self.median(20) {
            for _ in 0..<1_000 {
                seq += 1
                model.hear(said(seq, bob, "a usual line of words that somebody says \(seq)"))
            }
            _ = view(model, capabilities: Capabilities())
        }
        print("1,000 events and a view: \(batch)")
        #expect(batch < .milliseconds(16))
    }
}
#endif
