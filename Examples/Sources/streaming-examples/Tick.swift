import Hummingbird

/// How long an example waits between two pieces.
///
/// - Parameters:
///   - request: whose `tick` is in milliseconds, 0 to 60,000.
///   - milliseconds: without one.
/// - Returns: the wait.
func tick(of request: Request, default milliseconds: Int) -> Duration {
    let asked = request.uri.queryParameters["tick"].flatMap { Int($0) }
    return .milliseconds(min(max(asked ?? milliseconds, 0), 60_000))
}

/// Waits for a tick.
///
/// - Parameter tick: zero waits for nothing, and sets no timer.
/// - Throws: `CancellationError` as soon as the client has gone.
func pause(_ tick: Duration) async throws {
    if tick > .zero { try await Task.sleep(for: tick) }
}
