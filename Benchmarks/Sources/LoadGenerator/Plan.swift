/// What a run is to do.
package struct Plan: Sendable {
    package var target = Target.burble
    package var address: Address
    /// Where streams are opened; `nil` for where posts go.
    package var streamAddress: Address?
    package var format = StreamFormat.ndjson
    /// What the names of Burble's rooms begin with.
    package var prefix = "bench"
    /// Streams that read everything at once; the measured ones.
    package var streams = 1000
    package var rooms = 1
    package var publishers = 1
    /// Posts in flight on each publisher's connection.
    package var pipeline = 1
    /// Messages a second over all publishers, each due at its time whatever became of the ones
    /// before; 0 posts as fast as they are acknowledged.
    package var rate = 0
    package var warmUpSeconds = 1.0
    package var seconds = 5.0
    /// How long to wait at the end for what was acknowledged.
    package var drainSeconds = 10.0
    /// How long all streams may take to open.
    package var openSeconds = 60.0
    /// Bytes of one message.
    package var size = 64
    package var readerThreads = 1
    /// Further streams that do not read until the end.
    package var stopped = 0
    /// Further streams that read a little at a time.
    package var slow = 0
    /// Further streams of which so many a second leave and join again.
    package var churn = 0
    /// Whether each stream of Burble's is a guest's own.
    package var isNamed = false
    /// Streams opening at once, at most.
    package var openingAtMost = 256
    package var isConnectOnly = false
    /// What the streams come back for; `nil` where they begin now.
    package var returning: ReturnPlan?
    /// How long idle streams are held before the server's memory is read.
    package var holdSeconds = 2.0
    /// Whether the chunked framing of each stream is parsed and checked.
    package var isStrict = false
    /// Whether all connections are TLS; no certificate is verified.
    package var isSecure = false
    /// The server's process, for its CPU time and memory.
    package var process: Int32?

    /// A plan with the defaults.
    ///
    /// - Parameter address: the server's.
    package init(address: Address) { self.address = address }

    /// How the target is spoken to.
    var dialect: Dialect {
        Dialect(target: target, format: format, address: address, prefix: prefix)
    }

    /// How the target is read.
    var streamDialect: Dialect {
        var dialect = dialect
        dialect.address = streamAddress ?? address
        return dialect
    }

    /// Refuses what cannot be run.
    ///
    /// - Throws: `LoadError` that names the option and its bounds.
    package func check() throws(LoadError) {
        try require(streams, "streams", 0...1_000_000)
        try require(rooms, "rooms", 1...99_999)
        try require(publishers, "publishers", 0...Stamp.publishersAtMost)
        try require(pipeline, "pipeline", 1...1024)
        try require(rate, "rate", 0...10_000_000)
        try require(size, "size", Stamp.smallestMessage...1_048_576)
        try require(readerThreads, "reader-threads", 1...64)
        try require(openingAtMost, "at-once", 1...100_000)
        for further in [stopped, slow, churn] { try require(further, "readers", 0...100_000) }
        guard seconds > 0, seconds <= 3600, warmUpSeconds >= 0, drainSeconds >= 0 else {
            throw LoadError("--seconds is more than 0 and at most 3600")
        }
        guard returning == nil || target == .burble && isConnectOnly && !isStrict else {
            throw LoadError("--since: Burble's streams alone come back, and without --strict")
        }
    }

    private func require(
        _ value: Int,
        _ name: String,
        _ range: ClosedRange<Int>
    ) throws(LoadError) {
        guard range.contains(value) else {
            throw LoadError("--\(name) \(value): from \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
