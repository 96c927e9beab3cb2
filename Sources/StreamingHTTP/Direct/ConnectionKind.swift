public import HummingbirdCore
public import Logging
public import NIOCore

/// What a connection needs a task for.
public typealias ConnectionWork = @Sendable () async -> Void

/// A way of serving connections that tells which of them need a task.
///
/// Most need none: posts are answered, and streams opened, on the event loop.
public protocol ConnectionKind: ServerChildChannel {
    /// Tells what a connection needs a task for, once that is known.
    ///
    /// - Parameters:
    ///   - value: a connection that is set up.
    ///   - logger: for what the framework has to tell.
    /// - Returns: the work, on the connection's event loop; `nil` when there is none. It fails when
    ///   the connection ends before that.
    func work(for value: Value, logger: Logger) -> EventLoopFuture<ConnectionWork?>

    /// Closes some of the connections that nobody would miss: there are as many as may be, and
    /// others wait.
    ///
    /// Does not suspend; from any thread.
    func makeRoom()
}

extension ConnectionKind {
    /// Closes none.
    public func makeRoom() {}

    /// Does a connection's work, for a server that gives each connection a task.
    ///
    /// Suspends until the work is done, or it is known that there is none.
    ///
    /// - Parameters:
    ///   - value: the connection.
    ///   - logger: for what the framework has to tell.
    public func handle(value: Value, logger: Logger) async {
        do {
            try await work(for: value, logger: logger).get()?()
        } catch {
            // Plain text to TLS, a client that left, no protocol in common: nobody to answer.
            logger.debug("a connection came to nothing", metadata: ["error": "\(error)"])
        }
    }
}
