import NIOCore
import Synchronization

/// Work for a request, which is cancelled when the request's client goes.
enum OwnedWork {
    private static let numbers = Atomic<Int>(0)

    /// Does the work.
    ///
    /// Suspends until it is done, also when it was cancelled: what it holds is released then.
    ///
    /// - Parameter channel: the client's, with a ``ClientWatch``.
    static func run<Value: Sendable>(
        on channel: any Channel,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        // A task of its own, since a child can be cancelled by its parent alone; awaited below.
        let task = Task { try await body() }
        let number = numbers.wrappingAdd(1, ordering: .relaxed).newValue
        channel.eventLoop.execute {
            if let watch = watch(of: channel) {
                watch.begin(number) { task.cancel() }
            } else if !channel.isActive {
                task.cancel()
            }
        }
        defer { channel.eventLoop.execute { watch(of: channel)?.end(number) } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// `nil` when the connection has closed, and its pipeline was taken down.
    private static func watch(of channel: any Channel) -> ClientWatch? {
        try? channel.pipeline.syncOperations.handler(type: ClientWatch.self)
    }
}
