import Hummingbird

/// How long an example waits between two pieces.
///
/// - Parameters:
///   - request: whose `tick` is in milliseconds, 1 to 60,000.
///   - milliseconds: without one.
/// - Returns: the wait.
func tick(of request: Request, default milliseconds: Int) -> Duration {
    let asked = request.uri.queryParameters["tick"].flatMap { Int($0) }
    return .milliseconds(min(max(asked ?? milliseconds, 1), 60_000))
}
