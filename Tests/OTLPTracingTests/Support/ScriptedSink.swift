import AsyncSignals
import Synchronization

@testable import OTLPTracing

/// A collector that answers as a test has written down, and then takes everything.
final class ScriptedSink: SpanSink {
    private struct State {
        var script: [SpanOutcome]
        var bodies: [String] = []
        var isClosed = false
    }

    let signal = ChangeSignal()
    private let state: Mutex<State>
    /// Whether it answers nothing until it is given up.
    private let hangs: Bool

    init(_ script: [SpanOutcome] = [], hangs: Bool = false) {
        state = Mutex(State(script: script))
        self.hangs = hangs
    }

    var bodies: [String] { state.withLock { $0.bodies } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// How many spans came in each request.
    var counts: [Int] { bodies.map { $0.matches(of: /"spanId"/).count } }

    func send(_ body: [UInt8]) async -> SpanOutcome {
        let outcome = state.withLock { state in
            state.bodies.append(String(decoding: body, as: UTF8.self))
            return state.script.isEmpty ? .taken(rejected: 0) : state.script.removeFirst()
        }
        signal.send()
        guard hangs else { return outcome }
        let (never, held) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
        withExtendedLifetime(held) {}
        return .later("given up")
    }

    func close() async {
        state.withLock { $0.isClosed = true }
    }

    /// Waits until so many requests have come.
    func requests(_ count: Int) async {
        while !Task.isCancelled {
            let seen = signal.count
            if bodies.count >= count { return }
            await signal.wait(past: seen)
        }
    }
}
