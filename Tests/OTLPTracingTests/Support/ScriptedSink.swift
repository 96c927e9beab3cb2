import Synchronization
import TestTools

@testable import OTLPTracing

/// A collector that answers as a test has written down, and then takes everything.
final class ScriptedSink: SpanSink {
    private struct State {
        var script: [SpanOutcome]
        var isClosed = false
    }

    private let state: Mutex<State>
    private let taken = Recorder<String>()
    /// Whether it answers nothing until it is given up.
    private let hangs: Bool

    init(_ script: [SpanOutcome] = [], hangs: Bool = false) {
        state = Mutex(State(script: script))
        self.hangs = hangs
    }

    var bodies: [String] { taken.all }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// How many spans came in each request.
    var counts: [Int] { bodies.map { $0.matches(of: /"spanId"/).count } }

    func send(_ body: [UInt8]) async -> SpanOutcome {
        let outcome: SpanOutcome = state.withLock { state in
            state.script.isEmpty ? .taken(rejected: 0) : state.script.removeFirst()
        }
        taken.record(String(decoding: body, as: UTF8.self))
        guard hangs else { return outcome }
        await untilCancelled()
        return .later("given up")
    }

    func close() async {
        state.withLock { $0.isClosed = true }
    }

    /// Waits until so many requests have come.
    func requests(_ count: Int) async {
        await taken.until { $0.count >= count }
    }
}
