import AsyncHTTPClient
import ChatProtocol
import NIOCore
import NIOHTTP1
import Synchronization

/// One connection of a stream, from the request to its end.
final class StreamConnection<Watch: Clock>: Sendable where Watch.Duration == Duration {
    private let request: Request
    private let transport: Transport
    private let clock: Watch
    private let watch: Mutex<StreamWatch<Watch.Instant>>
    private let opened = Mutex<Watch.Instant?>(nil)

    /// Makes a connection; the watch over its silence begins now.
    ///
    /// - Parameters:
    ///   - request: for a stream of NDJSON.
    ///   - transport: the way to the server.
    init(request: Request, over transport: Transport, clock: Watch) {
        self.request = request
        self.transport = transport
        self.clock = clock
        watch = Mutex(StreamWatch(at: clock.now))
    }

    /// How long the stream has been open; zero if it never was.
    var lived: Duration {
        opened.withLock { $0 }.map { $0.duration(to: clock.now) } ?? .zero
    }

    /// Reads the stream to its end.
    ///
    /// Suspends while nothing comes and while `report` does.
    ///
    /// - Parameters:
    ///   - report: takes that it opened, and its events.
    ///   - accepts: whether an event is to be passed on.
    func read(_ report: EventStream<Watch>.Report, accepts: (Event) -> Bool) async -> StreamEnd {
        let response: HTTPClientResponse
        do throws(CallFailure) {
            response = try await transport.open(request, over: .streams)
        } catch {
            return StreamEnd(error)
        }
        opened.withLock { $0 = clock.now }
        await report(.opened)
        do {
            return try await read(response.body, report, accepts: accepts)
        } catch {
            return .cutOff
        }
    }

    /// Watches the silence.
    ///
    /// Suspends until the stream is dead or the task is cancelled.
    ///
    /// - Parameter report: takes that nothing came for longer than a heartbeat.
    func keepWatch(_ report: EventStream<Watch>.Report) async -> StreamEnd {
        while true {
            switch watch.withLock({ $0.verdict(at: clock.now) }) {
            case .alive(let next):
                guard await slept(until: next) else { return .cutOff }
            case .stale(let silence, let next):
                await report(.quiet(seconds: Int(silence.components.seconds)))
                guard await slept(until: next) else { return .cutOff }
            case .dead(let silence):
                return .silent(silence)
            }
        }
    }

    private func read(
        _ body: HTTPClientResponse.Body,
        _ report: EventStream<Watch>.Report,
        accepts: (Event) -> Bool
    ) async throws -> StreamEnd {
        var decoder = NDJSONDecoder(tellsWrongEvents: true)
        for try await chunk in body {
            watch.withLock { $0.handsOn() }
            defer { watch.withLock { $0.readsOn(at: clock.now) } }
            let events: [Event]
            do {
                events = try decoder.decode(chunk.readableBytesView)
            } catch {
                return .garbled("\(error)")
            }
            for event in events {
                noteHeartbeat(in: event)
                if accepts(event) { await report(.event(event)) }
                if case .control(.bye(let bye)) = event { return .bye(bye) }
            }
        }
        return .cutOff
    }

    private func noteHeartbeat(in event: Event) {
        guard case .control(.open(_, let heartbeat?)) = event else { return }
        watch.withLock { $0.beats(every: heartbeat) }
    }

    /// Sleeps; false if the task was cancelled, which ends the watch.
    private func slept(until moment: Watch.Instant) async -> Bool {
        do {
            try await clock.sleep(until: moment, tolerance: nil)
            return true
        } catch {
            return false
        }
    }
}

extension StreamEnd {
    /// What a failed request means for a stream.
    fileprivate init(_ failure: CallFailure) {
        switch failure {
        case .refused(let problem): self = .refused(problem)
        case .unreachable(let failure): self = .unreachable(failure)
        }
    }
}
