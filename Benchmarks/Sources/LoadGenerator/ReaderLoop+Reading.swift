import Synchronization

/// How streams are read: at once, a little at a time, not at all, or after joining again.
extension ReaderLoop {
    /// Bytes that a slow stream reads at each tick, and the time between two, in nanoseconds.
    private static let slowBytes = 2048
    private static let slowTick: UInt64 = 100_000_000

    /// What a stream is read from and written to.
    ///
    /// - Parameter stream: one that has a socket.
    /// - Returns: its socket, or TLS over it.
    func connection(_ stream: Int) -> Connection {
        Connection(socket: sockets[stream], session: plan.isSecure ? sessions[stream] : nil)
    }

    /// Reads until the socket is empty, as edge-triggered events demand.
    ///
    /// - Parameter stream: one that is open.
    mutating func read(_ stream: Int) {
        // A short read empties a socket; of TLS it is only the end of a record.
        let goesOn = plan.isSecure ? 1 : Self.bufferBytes
        while phases[stream] == .live, readOnce(stream, atMost: Self.bufferBytes) >= goesOn {}
    }

    /// Reads once.
    ///
    /// - Parameters:
    ///   - stream: one that is open.
    ///   - atMost: bytes, not more than the buffer has.
    /// - Returns: how many bytes came.
    mutating func readOnce(_ stream: Int, atMost: Int) -> Int {
        let start = unsafe buffer + StreamScanner.headroom
        switch unsafe connection(stream).receive(start, count: atMost) {
        case .bytes(let count):
            take(count: count, stream: stream)
            return count
        case .wouldBlock: return 0
        case .ended:
            refuse(stream, "ended by the server")
            return 0
        }
    }

    /// Checks and counts what lies in the buffer.
    ///
    /// - Parameters:
    ///   - received: bytes, at least 1.
    ///   - stream: whose they are.
    mutating func take(count received: Int, stream: Int) {
        let now = progress.clock.now
        let start = unsafe buffer + StreamScanner.headroom
        var count = received
        if plan.isStrict, plan.dialect.isChunked {
            guard let data = unsafe chunks[stream].unwrap(start, count: count) else {
                return refuse(stream, "its chunked framing is broken")
            }
            count = data
        }
        let found = unsafe scanner.take(start, count: count, stream: stream, now: now)
        result.delivered += found
        result.bytes += received
        result.reads += 1
        if plan.returning != nil { came(found, stream: stream, now: now) }
        guard window.contains(now) else { return }
        result.deliveredInWindow += found
        result.bytesInWindow += received
        result.readsInWindow += 1
    }

    /// Notes for each stream what it has missed, if the streams come back.
    mutating func beginReturn() {
        guard let returning = plan.returning else { return }
        for stream in 0..<plan.streams {
            let seen = plan.seen(by: stream)
            missing[stream] = Int32(clamping: returning.missed - seen)
            scanner.table.begin(stream: stream, at: UInt32(clamping: seen))
        }
    }

    private mutating func came(_ count: Int, stream: Int, now: UInt64) {
        guard missing[stream] > 0 else { return }
        missing[stream] -= Int32(clamping: count)
        if missing[stream] <= 0 { result.complete.record(now &- began) }
    }

    /// Does what is due for streams that do not just read.
    mutating func keepPace() {
        guard plan.pace != .eager else { return }
        if progress.isDraining.load(ordering: .acquiring) { return release() }
        let now = progress.clock.now
        switch plan.pace {
        case .eager, .stopped: return
        case .slow: readLittle(now: now)
        case .churn(let perSecond): rejoin(now: now, perSecond: perSecond)
        }
    }

    /// Lets the streams that were held back read like all others.
    private mutating func release() {
        guard !isReleased else { return }
        isReleased = true
        for stream in 0..<plan.streams where phases[stream] == .held {
            phases[stream] = .live
            epoll.add(sockets[stream], token: stream)
            // What TLS has decrypted already, no event will tell of.
            if plan.isSecure { read(stream) }
        }
    }

    private mutating func readLittle(now: UInt64) {
        guard now >= nextTick else { return }
        nextTick = now + Self.slowTick
        for stream in 0..<plan.streams where phases[stream] == .held {
            _ = readOnce(stream, atMost: Self.slowBytes)
        }
    }

    private mutating func rejoin(now: UInt64, perSecond: Int) {
        guard readyCount >= plan.streams else { return }
        if nextTick == 0 { nextTick = now }
        while nextTick <= now {
            nextTick += 1_000_000_000 / UInt64(max(perSecond, 1))
            let stream = nextChurn
            nextChurn = (nextChurn + 1) % plan.streams
            guard phases[stream] == .live else { continue }
            shut(stream)
            scanner.forget(stream: stream)
            if plan.isStrict { chunks[stream] = ChunkedParser() }
            guard open(stream) else { return }
            status.reopened.wrappingAdd(1, ordering: .relaxed)
        }
    }
}
