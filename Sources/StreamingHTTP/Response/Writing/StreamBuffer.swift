import NIOCore
import Synchronization

/// Bytes on their way from the tasks that write them to the one that takes them, with a bound.
///
/// The taker is woken by the first byte and gets all that is there by then: what comes slowly goes
/// out at once. What comes so fast that records pile up while a piece is sent is gathered for a
/// moment, since each piece costs two changes of thread.
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
        /// What ``writes`` was when bytes were last taken.
        var taken = 0
        /// Whether the taker waits for a piece of some size.
        var isGathering = false

        /// Whether the taker has something to do.
        func isReady(_ half: Int) -> Bool {
            // Before it is full, so that the writer need not wait for the taker to wake.
            ending != nil || waiting.readableBytes >= (isGathering ? max(1, half / 4 * 3) : 1)
        }

        /// Whether another record of a size would fit: one that goes beyond the half by a few
        /// bytes would have the buffer double.
        func hasRoom(for count: Int, _ half: Int) -> Bool {
            waiting.readableBytes == 0 || waiting.readableBytes + count <= half
        }
    }

    private enum Found {
        case bytes(ByteBuffer)
        case ended(Ending)
        case nothing
    }

    /// One half waits while the other is on its way.
    private let half: Int
    private let state = Mutex(State())
    private let end: AsyncStream<Void>.Continuation
    /// Ends when the buffer has ended; for one task.
    let ended: AsyncStream<Void>

    /// Makes an empty buffer.
    ///
    /// - Parameter limit: bytes, of which half may wait; a writer waits when another record like
    ///   its last would not fit.
    init(limit: Int) {
        half = max(1, limit / 2)
        (ended, end) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many writes there were, for telling whether there was one since.
    var writes: Int { state.withLock { $0.writes } }

    /// Whether no more can be written.
    var hasEnded: Bool { state.withLock { $0.ending != nil } }

    /// Writes whole records; suspends when as many bytes again would not fit.
    ///
    /// - Parameter encode: appends them; runs under the lock, and so calls nobody else's code.
    /// - Throws: `CancellationError` if the task is cancelled or the buffer has ended.
    func write(_ encode: (inout ByteBuffer) -> Void) async throws {
        let (taker, count, isFull) = try state.withLock { state in
            guard state.ending == nil else { throw CancellationError() }
            let before = state.waiting.readableBytes
            encode(&state.waiting)
            state.writes &+= 1
            let count = state.waiting.readableBytes - before
            let taker = state.isReady(half) ? state.taker.take() : nil
            return (taker, count, !state.hasRoom(for: count, half))
        }
        taker?.resume()
        if isFull { try await waitForRoom(for: count) }
        try Task.checkCancellation()
    }

    /// Writes a record if nothing waits and nothing has ended; does not suspend.
    ///
    /// - Parameter bytes: the record.
    func writeIfIdle(_ bytes: ByteBuffer) {
        let taker = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.ending == nil, state.waiting.readableBytes == 0 else { return nil }
            state.waiting.writeImmutableBuffer(bytes)
            return state.isReady(half) ? state.taker.take() : nil
        }
        taker?.resume()
    }

    /// Takes all that waits; suspends while there is nothing.
    ///
    /// - Returns: the bytes, not empty; `nil` when all have been taken.
    /// - Throws: the error with which the bytes ended.
    func take() async throws -> ByteBuffer? {
        while true {
            let (found, writers) = state.withLock { next(&$0) }
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

// MARK: - Gathering

extension StreamBuffer {
    /// Records during the sending of one piece from which on they come fast: some hundred thousand
    /// a second.
    private static let fastRecords = 16

    /// Has the taker wait for a piece of some size if records come fast.
    ///
    /// - Returns: true if it waits from now on, until ``stopGathering()`` is called; false also if
    ///   it did already.
    func gather() -> Bool {
        state.withLock { state in
            guard !state.isGathering, state.ending == nil,
                state.writes - state.taken >= Self.fastRecords
            else { return false }
            state.isGathering = true
            return true
        }
    }

    /// Has the taker take what there is.
    func stopGathering() {
        let taker = state.withLock { state in
            state.isGathering = false
            return state.isReady(half) ? state.taker.take() : nil
        }
        taker?.resume()
    }
}

// MARK: - Waiting

extension StreamBuffer {
    private func next(
        _ state: inout State
    ) -> (Found, [CheckedContinuation<Void, Never>]) {
        guard state.isReady(half) else { return (.nothing, []) }
        state.taken = state.writes
        guard state.waiting.readableBytes > 0 else {
            return (state.ending.map(Found.ended) ?? .nothing, [])
        }
        let bytes = state.waiting
        // What comes next is about as much.
        state.waiting = ByteBufferAllocator().buffer(capacity: min(bytes.readableBytes, half))
        defer { state.writers = [:] }
        return (.bytes(bytes), Array(state.writers.values))
    }

    private func waitForBytes() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.isReady(half) { return true }
                    state.taker = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            end(.unwanted(CancellationError()))
        }
    }

    private func waitForRoom(for count: Int) async throws {
        let number = state.withLock { state in
            state.nextWriter += 1
            return state.nextWriter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.hasRoom(for: count, half) || state.ending != nil || Task.isCancelled {
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
