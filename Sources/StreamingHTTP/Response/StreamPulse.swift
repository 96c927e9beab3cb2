import NIOCore
import Synchronization

/// What is due of a stream now and then, for whoever looks: a heartbeat, or an end.
final class StreamPulse: Sendable {
    private struct State {
        /// The buffer's count of writes at the last look.
        var writes: Int
        /// When there was a write since the look before.
        var lastWrite: ContinuousClock.Instant
        /// When the stream has to have ended by itself.
        var stopsAt: ContinuousClock.Instant?
        /// When the client said that it says no more.
        var inputClosedAt: ContinuousClock.Instant?
    }

    /// Whether the reader takes what is sent to it.
    let stall = StallDetector()
    private let out: StreamBuffer
    private let heartbeat: (bytes: ByteBuffer, span: Duration)?
    let options: StreamOptions
    private let state: Mutex<State>

    /// Begins with a stream.
    ///
    /// - Parameters:
    ///   - out: what waits for the reader.
    ///   - framing: of the stream, which has a heartbeat or none.
    init(of out: StreamBuffer, framing: StreamFraming, options: StreamOptions) {
        self.out = out
        self.options = options
        heartbeat = framing.heartbeat.flatMap { bytes in
            options.heartbeat.map { (bytes, $0) }
        }
        state = Mutex(State(writes: out.writes, lastWrite: .now))
    }

    /// Notes that the server was asked to stop: the stream may go on for a while.
    func stop(_ now: ContinuousClock.Instant = .now) {
        state.withLock { $0.stopsAt = $0.stopsAt ?? now + options.shutdown }
    }

    /// Notes that the client says no more: it may still read, or have gone.
    func inputClosed(_ now: ContinuousClock.Instant = .now) {
        state.withLock { $0.inputClosedAt = $0.inputClosedAt ?? now }
    }

    /// Writes the heartbeat if it is due.
    ///
    /// - Parameter unsent: bytes that the client's kernel has not taken.
    /// - Returns: why the body is to be cut off; `nil` while it is not.
    func look(unsent: Int, _ now: ContinuousClock.Instant = .now) -> StreamCut? {
        if let stopsAt = state.withLock({ $0.stopsAt }), now >= stopsAt { return .serverStopped }
        if stall.isStalled(for: options.deadline, unsent: unsent, now) { return .stalled }
        let writes = out.writes
        let isSilent = state.withLock { state in
            guard writes == state.writes else {
                (state.writes, state.lastWrite) = (writes, now)
                return false
            }
            guard let heartbeat, now - state.lastWrite >= heartbeat.span else { return false }
            state.lastWrite = now
            return true
        }
        if unsent == 0, hasLeft(now) { return .clientGone }
        if isSilent, let heartbeat { out.writeIfIdle(heartbeat.bytes) }
        return nil
    }

    /// Whether a client that says no more was sent nothing for so long that it may be gone: only
    /// what is sent to it would tell.
    private func hasLeft(_ now: ContinuousClock.Instant) -> Bool {
        guard !options.endsWithInput else { return false }
        return state.withLock { state in
            guard let closedAt = state.inputClosedAt else { return false }
            return now - max(closedAt, state.lastWrite) >= options.deadline
        }
    }
}
