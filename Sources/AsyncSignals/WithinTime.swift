/// Does something, and cancels it when its time is over.
///
/// Suspends until the work has ended, also where that was cancelled and goes on.
///
/// - Parameters:
///   - limit: the longest that it may take; `nil` for no end.
///   - work: hears of a cancellation from outside too, and what it makes of that counts.
/// - Returns: what the work gives; `nil` if its time was over first.
/// - Throws: what the work throws, unless its time was over first.
@discardableResult
package func withinTime<Value: Sendable, Failure: Error>(
    _ limit: Duration?,
    by clock: some Clock<Duration> = ContinuousClock(),
    _ work: @escaping @Sendable () async throws(Failure) -> Value
) async throws(Failure) -> Value? {
    guard let limit else { return try await work() }
    let first = await withTaskGroup(of: Result<Value, Failure>?.self) { group in
        group.addTask {
            do throws(Failure) {
                return .success(try await work())
            } catch {
                return .failure(error)
            }
        }
        group.addTask {
            // Cancelled, the work has ended or hears of it too.
            try? await clock.sleep(for: limit)
            return nil
        }
        var first = await group.next() ?? nil
        if first == nil, Task.isCancelled { first = await group.next() ?? nil }
        group.cancelAll()
        return first
    }
    return try first?.get()
}
