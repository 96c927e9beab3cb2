import Logging
import ServiceLifecycle
import TestTools
import Testing
import Tracing

@testable import OTLPTracing

/// Spans on their way, and a collector that does not take them.
@Suite(.timeLimit(.minutes(10))) struct SpanExporterTests {
    /// An exporter that runs, beside a test.
    private struct Running: Sendable {
        let queue: SpanQueue
        let tracer: OTLPTracer
        let log: KeptLog
        /// The waits between tries.
        let waits: Waits

        func spans(_ count: Int) {
            for number in 0..<count { tracer.startSpan("\(number)", context: .topLevel).end() }
        }
    }

    /// Waits that a test knows of: they are over at once, but for those that are to last.
    private final class Waits: Sendable {
        private let all = Recorder<Duration>()
        private let last: Bool

        init(last: Bool) {
            self.last = last
        }

        var durations: [Duration] { all.all }

        func begin(_ duration: Duration) async throws {
            all.record(duration)
            guard last else { return }
            await untilCancelled()
            try Task.checkCancellation()
        }

        func first() async { await all.until { !$0.isEmpty } }
    }

    /// Runs an exporter for the length of a test, then lets it end.
    private func run(
        _ sink: ScriptedSink,
        queue: SpanQueue = SpanQueue(limit: 8, batch: 2),
        waitsLast: Bool = false,
        end: Duration = .seconds(60),
        _ body: (Running) async throws -> Void
    ) async throws -> Running {
        let waits = Waits(last: waitsLast)
        var times = SpanExporter.Times()
        times.pause = .seconds(86_400)
        times.end = end
        times.sleep = { try await waits.begin($0) }
        let log = KeptLog()
        let exporter = SpanExporter(
            queue,
            of: TraceResource([:], version: "1"),
            times: times,
            logger: log.logger
        ) { sink }
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: exporter)],
                logger: Logger(label: "") { _ in SwiftLogNoOpLogHandler() }
            )
        )
        let running = Running(
            queue: queue,
            tracer: OTLPTracer(TraceShare(1), to: queue),
            log: log,
            waits: waits
        )
        async let ended: Void = group.run()
        try await body(running)
        await group.triggerGracefulShutdown()
        try await ended
        #expect(sink.isClosed)
        return running
    }

    @Test("Spans leave together as soon as there are enough, and the rest at the end")
    func batches() async throws {
        let sink = ScriptedSink()
        let ran = try await run(sink) { running in
            running.spans(2)
            await sink.requests(1)
            running.spans(1)
        }
        #expect(sink.counts == [2, 1])
        #expect(ran.queue.taken == 3 && ran.queue.dropped == 0)
        #expect(ran.log.lines.isEmpty)
    }

    @Test("What came while others were sent leaves at once if it is enough")
    func backlog() async throws {
        let queue = SpanQueue(limit: 8, batch: 2)
        let tracer = OTLPTracer(TraceShare(1), to: queue)
        for _ in 0..<8 { tracer.startSpan("early", context: .topLevel).end() }
        let sink = ScriptedSink()
        _ = try await run(sink, queue: queue) { _ in await sink.requests(4) }
        #expect(sink.counts == [2, 2, 2, 2])
    }

    @Test("More than may wait is dropped and counted, and the server goes on")
    func bound() async throws {
        let sink = ScriptedSink([.later("away")])
        let ran = try await run(sink, waitsLast: true) { running in
            running.spans(2)
            await running.waits.first()
            running.spans(100)
        }
        // Two were on their way, and eight waited; the end sends them.
        #expect(ran.queue.taken == 10 && ran.queue.dropped == 92)
        #expect(ran.queue.count == 0)
    }

    @Test("A collector that is away is told of once, and so is its return")
    func away() async throws {
        let away = SpanOutcome.later("nobody listens there")
        let sink = ScriptedSink([away, away, .later("it answers 503", seconds: 9)])
        let ran = try await run(sink) { running in
            running.spans(2)
            _ = await running.log.lines(2)
            running.spans(2)
            await sink.requests(5)
        }
        #expect(
            ran.log.lines == [
                "warning the collector takes no spans reason=nobody listens there",
                "notice the collector takes spans again dropped=0",
            ]
        )
        #expect(ran.waits.durations == [.seconds(1), .seconds(2), .seconds(9)])
        #expect(ran.queue.taken == 4 && ran.queue.dropped == 0)
        #expect(Set(sink.bodies.prefix(4)).count == 1)
    }

    @Test("Spans that are not taken in a minute are given up, for those behind them")
    func givenUp() async throws {
        let sink = ScriptedSink(Array(repeating: .later("away"), count: 7))
        let ran = try await run(sink) { running in
            running.spans(2)
            await sink.requests(7)
            running.spans(2)
            await sink.requests(8)
        }
        #expect(ran.waits.durations.count == 6)
        #expect(ran.queue.taken == 2 && ran.queue.dropped == 2)
        #expect(ran.log.lines.last == "notice the collector takes spans again dropped=2")
    }

    @Test("What is refused is not sent again")
    func refused() async throws {
        let sink = ScriptedSink([.refused("it answers 401"), .refused("it answers 404")])
        let ran = try await run(sink) { running in
            for count in 1...3 {
                running.spans(2)
                await sink.requests(count)
            }
        }
        #expect(ran.queue.dropped == 4 && ran.queue.taken == 2)
        #expect(ran.log.lines.first == "warning the collector takes no spans reason=it answers 401")
        #expect(ran.log.lines.last == "notice the collector takes spans again dropped=4")
        #expect(ran.log.lines.count == 2 && ran.waits.durations.isEmpty)
    }

    @Test("An end between two tries sends what waits, once more")
    func end() async throws {
        let sink = ScriptedSink([.later("away")])
        let ran = try await run(sink, waitsLast: true) { running in
            running.spans(3)
            await running.waits.first()
        }
        #expect(sink.counts == [2, 2, 1])
        #expect(ran.queue.taken == 3 && ran.queue.dropped == 0)
    }

    @Test("A collector that is away at the end takes the server no time, and is told of")
    func endAway() async throws {
        let away = SpanOutcome.later("away")
        let sink = ScriptedSink([away, away, away])
        let ran = try await run(sink, waitsLast: true) { running in
            running.spans(5)
            await running.waits.first()
        }
        #expect(sink.bodies.count == 2)
        #expect(ran.queue.dropped == 5)
        #expect(ran.log.lines.last == "warning spans were left when the server ended count=5")
    }

    @Test("A collector that never answers holds no server up")
    func hangs() async throws {
        let sink = ScriptedSink(hangs: true)
        let ran = try await run(sink, end: .zero) { running in
            running.spans(3)
            await sink.requests(1)
        }
        #expect(ran.queue.dropped == 3 && ran.queue.taken == 0)
    }
}
