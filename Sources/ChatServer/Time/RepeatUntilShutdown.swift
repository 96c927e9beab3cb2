import ServiceLifecycle

/// Does something at once, and again after each pause, until the group of services shuts down or
/// the task is cancelled: what is being done then is cancelled too.
///
/// Suspends for as long.
///
/// - Parameter state: what one time leaves to the next.
/// - Returns: what the last time left.
@discardableResult
func repeatUntilShutdown<State: Sendable>(
    every pause: Duration,
    keeping state: State,
    _ body: @escaping @Sendable (inout State) async -> Void
) async -> State {
    await cancelWhenGracefulShutdown {
        var state = state
        while !Task.isCancelled {
            await body(&state)
            // Cancelled, it ends at once, and so does the loop.
            try? await Task.sleep(for: pause)
        }
        return state
    }
}

/// Does something at once, and again after each pause, until the group of services shuts down or
/// the task is cancelled: what is being done then is cancelled too.
///
/// Suspends for as long.
///
/// - Parameter body: what is done; no time leaves anything to the next.
func repeatUntilShutdown(
    every pause: Duration,
    _ body: @escaping @Sendable () async -> Void
) async {
    await repeatUntilShutdown(every: pause, keeping: ()) { _ in await body() }
}
