/// Waits until something holds that tells nobody when it begins to: a count of those who wait, or
/// what another thread has done.
///
/// It asks again each time that all others have had their turn, so that they get on also where one
/// thread serves all. Where the suite's time limit cancels the test, it waits no longer. What does
/// tell is waited for without this.
package func until(_ holds: () async throws -> Bool) async rethrows {
    while try await !holds() {
        guard !Task.isCancelled else { return }
        await Task.yield()
    }
}

/// Waits until the task is cancelled that calls it.
package func untilCancelled() async {
    let silence = AsyncStream<Void> { _ in }
    for await _ in silence {}
}
