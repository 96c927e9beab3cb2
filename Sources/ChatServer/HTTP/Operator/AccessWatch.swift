import AsyncSignals
import ChatProtocol

/// Watches whether the reader of a long answer may read on, and the server goes on: for one that is
/// not a stream of events, which delivery watches itself.
struct AccessWatch: Sendable {
    private let signals: [ChangeSignal]
    private let end: @Sendable () -> String?

    /// The reason of a stream that ends with the server.
    static let shutdownReason = "shutdown"

    /// Watches a caller.
    ///
    /// - Parameters:
    ///   - isLost: whether what is read may not be read any more, though the caller may stay.
    init(_ caller: Caller, _ services: Services, isLost: @escaping @Sendable () -> Bool = { false })
    {
        let (gate, rowsEnd) = (services.gate, services.rowsEnd)
        // The first tells of what was changed, the second of time that has passed.
        signals = [gate.accounts.signal, services.sampler.signal, rowsEnd]
        end = {
            if let reason = gate.end(of: caller) { return reason }
            if isLost() { return "removed" }
            return rowsEnd.count > 0 ? Self.shutdownReason : nil
        }
    }

    /// Does something for as long as the reader may read on.
    ///
    /// Suspends for as long.
    ///
    /// - Parameter body: writes, and says why it ended; it is cancelled when its time is over.
    /// - Returns: why it is over: what the body said, that the reader may not read on, or
    ///   ``shutdownReason``.
    func reason(ending body: @escaping @Sendable () async throws -> String) async throws -> String {
        try await withThrowingTaskGroup { group in
            group.addTask { try await body() }
            for signal in signals {
                group.addTask { [end] in
                    for await _ in signal.changes() {
                        if let reason = end() { return reason }
                    }
                    throw CancellationError()
                }
            }
            defer { group.cancelAll() }
            let first = try await group.next()
            group.cancelAll()
            // Nothing is written any more once the body has ended.
            while await group.nextResult() != nil {}
            guard let first else { throw CancellationError() }
            return first
        }
    }
}
