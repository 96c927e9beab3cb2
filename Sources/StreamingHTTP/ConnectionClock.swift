import NIOCore

/// How long a connection has kept the server waiting: for a request, or for room to answer.
struct ConnectionClock {
    /// Bytes a second that a body has to bring on average, once its first time is over.
    static let bytesPerSecond = 500

    /// When something of a request came or an answer left.
    var lastSign: NIODeadline
    /// Since when the server waits for more of a request.
    private var waitsSince: NIODeadline?
    /// How long it has waited for the parts of this request that came.
    private var waited = TimeAmount.zero
    private var bodyBytes = 0
    private var written = 0
    private var taken = 0
    private var tookAt: NIODeadline

    /// Begins with a connection.
    init(now: NIODeadline) {
        lastSign = now
        tookAt = now
    }

    // MARK: - Requests

    /// Notes that a request has begun.
    mutating func began() {
        waited = .zero
        waitsSince = nil
        bodyBytes = 0
    }

    /// Notes that the connection is read: from now on it is the client that takes its time.
    mutating func reads(_ now: NIODeadline) {
        if waitsSince == nil { waitsSince = now }
    }

    /// Notes that something came.
    mutating func came(_ byteCount: Int, _ now: NIODeadline) {
        lastSign = now
        bodyBytes += byteCount
        if let since = waitsSince.take() { waited = waited + (now - since) }
    }

    /// Tells whether the request that has begun comes too slowly: nothing for so long, or not all
    /// of it in that time, with a second more for every so many bytes of it.
    ///
    /// Time in which the server does not read does not count.
    ///
    /// - Parameters:
    ///   - limit: for nothing, and for a small request as a whole.
    ///   - isTalk: whether the answer goes on beside the request, which may take its time then.
    /// - Returns: true when the client is to be given up.
    func isLate(_ now: NIODeadline, limit: TimeAmount, isTalk: Bool = false) -> Bool {
        guard let since = waitsSince else { return false }
        if now - since >= limit { return true }
        let most = limit + .seconds(Int64(bodyBytes / Self.bytesPerSecond))
        return !isTalk && waited + (now - since) >= most
    }

    // MARK: - Answers

    /// Notes that bytes were written for the client.
    mutating func wrote(_ byteCount: Int) {
        written &+= byteCount
    }

    /// Tells whether the client has taken nothing of what waits for it for too long.
    ///
    /// - Parameters:
    ///   - unsent: bytes that the client's kernel has not acknowledged.
    ///   - limit: how long is too long.
    /// - Returns: true when the client is to be given up.
    mutating func isStalled(unsent: Int, _ now: NIODeadline, limit: TimeAmount) -> Bool {
        guard written &- unsent == taken else {
            taken = written &- unsent
            tookAt = now
            lastSign = now
            return false
        }
        return now >= tookAt + limit
    }

    /// Notes that nothing waits for the client.
    mutating func nothingWaits(_ now: NIODeadline) {
        tookAt = now
    }
}
