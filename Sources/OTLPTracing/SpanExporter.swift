import AsyncSignals
package import Logging
import ServiceLifecycle

/// Sends spans to a collector, some together, for as long as the server runs.
///
/// What it keeps is bounded by the queue and the spans that are on their way. A collector that is
/// away is told of once.
package struct SpanExporter: Service {
    /// Times of an exporter.
    package struct Times: Sendable {
        /// How long a span may wait for others to be sent with.
        package var pause = Duration.seconds(5)
        /// How long the spans that wait may take to be sent when the server has ended.
        package var end = Duration.seconds(3)
        /// Waits for the next try.
        package var sleep: @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        }

        /// Makes the usual times.
        package init() {}
    }

    let queue: SpanQueue
    let resource: TraceResource
    let times: Times
    let logger: Logger
    private let open: @Sendable () -> any SpanSink

    /// Makes an exporter; nothing is connected before it runs.
    ///
    /// - Parameters:
    ///   - queue: of the spans that have ended.
    ///   - logger: told when the collector goes, and when it is back.
    ///   - open: makes the connection to the collector.
    package init(
        _ queue: SpanQueue,
        of resource: TraceResource,
        times: Times = Times(),
        logger: Logger,
        open: @escaping @Sendable () -> any SpanSink
    ) {
        self.queue = queue
        self.resource = resource
        self.times = times
        self.logger = logger
        self.open = open
    }

    /// Sends spans until the group shuts down, and then those that wait.
    ///
    /// Suspends for as long.
    package func run() async {
        let sink = open()
        await cancelWhenGracefulShutdown {
            var course = SpanCourse(queue: queue, logger: logger)
            while await waits() { await send(&course, to: sink) }
        }
        await finish(to: sink)
        await sink.close()
    }

    /// Waits until there are spans to send; false once it is to end.
    private func waits() async -> Bool {
        while !Task.isCancelled {
            let seen = queue.signal.count
            if queue.count >= queue.batch { return true }
            let isFull = await queue.signal.wait(
                past: seen,
                atMost: times.pause,
                by: ContinuousClock()
            )
            if isFull || queue.count > 0, !Task.isCancelled { return true }
        }
        return false
    }

    /// Sends the next spans, as often as it takes; what is interrupted waits again.
    private func send(_ course: inout SpanCourse, to sink: any SpanSink) async {
        let spans = queue.take()
        guard !spans.isEmpty else { return }
        let body = SpanText(spans, of: resource).bytes
        var tries = SpanTries()
        while true {
            let outcome = await sink.send(body)
            if Task.isCancelled, case .later = outcome { return queue.putBack(spans) }
            guard let wait = course.heard(outcome, of: spans.count, &tries) else { return }
            do {
                try await times.sleep(.seconds(wait))
            } catch {
                return queue.putBack(spans)
            }
        }
    }

    /// Sends what waits when the server has ended, once, within its time.
    private func finish(to sink: any SpanSink) async {
        await withinTime(times.end) { await flush(to: sink) }
        let left = queue.take(all: true).count
        guard left > 0 else { return }
        queue.note(dropped: left)
        logger.warning("spans were left when the server ended", metadata: ["count": "\(left)"])
    }

    private func flush(to sink: any SpanSink) async {
        while !Task.isCancelled {
            let spans = queue.take()
            guard !spans.isEmpty else { return }
            let outcome = await sink.send(SpanText(spans, of: resource).bytes)
            switch outcome {
            case .taken(let rejected): queue.note(sent: spans.count, rejected: rejected)
            case .refused: queue.note(dropped: spans.count)
            case .later: return queue.putBack(spans)
            }
        }
    }
}
