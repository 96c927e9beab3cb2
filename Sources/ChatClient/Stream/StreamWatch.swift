/// Tells from the time of the last byte whether a stream lives: silent for more than a heartbeat it
/// is stale, silent for two it is dead.
///
/// A TCP connection whose other end lost its power looks open for hours, so the heartbeat is the
/// only proof of life. A value has no clock: who asks it gives the time.
package struct StreamWatch<Moment: InstantProtocol>: Sendable
where Moment.Duration == Duration {
    /// The heartbeat until the server has told its own.
    package static var standardHeartbeat: Duration { .seconds(20) }
    /// The heartbeats that are taken from a server, in seconds; one beyond is brought to the edge.
    ///
    /// Source: docs/API.md, section 4, with room for a server that was told less.
    package static var heartbeats: ClosedRange<Int> { 1...60 }
    /// How often a stale stream is told of.
    private static var step: Duration { .seconds(1) }

    private var heartbeat = Self.standardHeartbeat
    private var heard: Moment
    private var isHeld = false

    /// What is to be said of the stream.
    package enum Verdict: Hashable, Sendable {
        /// It lives; ask again at the moment given.
        case alive(until: Moment)
        /// Nothing came for this long, which is more than a heartbeat; ask again at the moment.
        case stale(Duration, until: Moment)
        /// Nothing came for two heartbeats.
        case dead(Duration)
    }

    /// Begins the watch.
    ///
    /// - Parameter now: the present moment, which counts as a sign of life.
    package init(at now: Moment) {
        heard = now
    }

    /// The server told its heartbeat.
    ///
    /// - Parameter seconds: any number from a server.
    package mutating func beats(every seconds: Int) {
        let edges = Self.heartbeats
        heartbeat = .seconds(min(max(seconds, edges.lowerBound), edges.upperBound))
    }

    /// Bytes came, and are being handed on: until that is done nothing is read, so that silence
    /// says nothing.
    package mutating func handsOn() {
        isHeld = true
    }

    /// What came was handed on; the silence begins anew.
    package mutating func readsOn(at now: Moment) {
        isHeld = false
        heard = now
    }

    /// Judges the stream.
    ///
    /// - Returns: what is to be said, and when to ask again.
    package func verdict(at now: Moment) -> Verdict {
        guard !isHeld else { return .alive(until: now.advanced(by: heartbeat)) }
        let silence = heard.duration(to: now)
        if silence >= heartbeat * 2 { return .dead(silence) }
        // A heartbeat that is a second late is a busy server's, not a lost one's.
        let stale = heartbeat + Self.step
        guard silence >= stale else { return .alive(until: heard.advanced(by: stale)) }
        let next = min(now.advanced(by: Self.step), heard.advanced(by: heartbeat * 2))
        return .stale(silence, until: next)
    }
}
