import NIOCore
import Synchronization

/// Bytes on their way from the tasks that write them to the one that takes them, with a bound.
///
/// The taker is woken by the first byte and gets all that is there by then: what comes slowly goes
/// out at once, and what comes fast goes out in large pieces, with no timer and no flush.
final class StreamBuffer: Sendable {
    /// How the bytes end.
    enum Ending: Sendable {
        /// All of them were written.
        case complete
        /// What has been written is to go out, and then no more.
        case failed(any Error)
        /// Nobody takes them.
        case unwanted(any Error)
    }

    private struct State {
        var waiting = ByteBuffer()
        var ending: Ending?
        var taker: CheckedContinuation<Void, Never>?
        /// One for each task that writes; bounded by those the generator starts.
        var writers: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWriter = 0
        var writes = 0
    }

    private enum Found {
        case bytes(ByteBuffer)
        case ended(Ending)
        case nothing
    }

    private let limit: Int
    private let state = Mutex(State())
    private let end: AsyncStream<Void>.Continuation
    /// Ends when the buffer has ended; for one task.
    let ended: AsyncStream<Void>

    /// Makes an empty buffer.
    ///
    /// - Parameter limit: bytes, from which on a writer waits until they have been taken.
    init(limit: Int) {
        self.limit = limit
        (ended, end) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many writes there were, for telling whether there was one since.
    var writes: Int { state.withLock { $0.writes } }

    /// Whether no more can be written.
    var hasEnded: Bool { state.withLock { $0.ending != nil } }

    /// Writes whole records; suspends while the limit is reached.
    ///
    /// - Parameter encode: appends them; runs under the lock, and so calls nobody else's code.
    /// - Throws: `CancellationError` if the task is cancelled or the buffer has ended.
    func write(_ encode: (inout ByteBuffer) -> Void) async throws {
        let (taker, isFull) = try state.withLock { state in
            guard state.ending == nil else { throw CancellationError() }
            encode(&state.waiting)
            state.writes &+= 1
            return (state.taker.take(), state.waiting.readableBytes >= limit)
        }
        taker?.resume()
        if isFull { try await waitForRoom() }
        try Task.checkCancellation()
    }

    /// Writes a record if nothing waits and nothing has ended; does not suspend.
    ///
    /// - Parameter bytes: the record.
    func writeIfIdle(_ bytes: ByteBuffer) {
        let taker = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.ending == nil, state.waiting.readableBytes == 0 else { return nil }
            state.waiting.writeImmutableBuffer(bytes)
            return state.taker.take()
        }
        taker?.resume()
    }

    /// Takes all that waits; suspends while there is nothing.
    ///
    /// - Returns: the bytes, not empty; `nil` when all have been taken.
    /// - Throws: the error with which the bytes ended.
    func take() async throws -> ByteBuffer? {
        while true {
            let (found, writers) = state.withLock { Self.next(&$0) }
            for writer in writers { writer.resume() }
            switch found {
            case .bytes(let bytes): return bytes
            case .ended(.complete): return nil
            case .ended(.failed(let error)), .ended(.unwanted(let error)): throw error
            case .nothing: await waitForBytes()
            }
        }
    }

    /// Ends the bytes, unless they have ended.
    ///
    /// - Parameters:
    ///   - ending: how.
    ///   - last: goes out behind what waits.
    func end(_ ending: Ending, last: ByteBuffer = ByteBuffer()) {
        let woken = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard state.ending == nil else { return [] }
            state.ending = ending
            if case .unwanted = ending {
                state.waiting = ByteBuffer()
            } else {
                state.waiting.writeImmutableBuffer(last)
            }
            defer { state.writers = [:] }
            return Array(state.writers.values) + [state.taker.take()].compactMap { $0 }
        }
        for one in woken { one.resume() }
        end.finish()
    }
}

// MARK: - Waiting

extension StreamBuffer {
    private static func next(
        _ state: inout State
    ) -> (Found, [CheckedContinuation<Void, Never>]) {
        guard state.waiting.readableBytes > 0 else {
            return (state.ending.map(Found.ended) ?? .nothing, [])
        }
        let bytes = state.waiting
        // What comes next is about as much.
        state.waiting = ByteBufferAllocator().buffer(capacity: bytes.readableBytes)
        defer { state.writers = [:] }
        return (.bytes(bytes), Array(state.writers.values))
    }

    private func waitForBytes() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.waiting.readableBytes > 0 || state.ending != nil { return true }
                    state.taker = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            end(.unwanted(CancellationError()))
        }
    }

    private func waitForRoom() async throws {
        let number = state.withLock { state in
            state.nextWriter += 1
            return state.nextWriter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.waiting.readableBytes < limit || state.ending != nil
                        || Task.isCancelled
                    {
                        return true
                    }
                    state.writers[number] = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.writers.removeValue(forKey: number) }?.resume()
        }
    }
}
