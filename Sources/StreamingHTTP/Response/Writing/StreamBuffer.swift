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
        /// What may wait, and be on its way, at present.
        var allowance: BufferAllowance
        /// The allowance when it was last asked for.
        var seenAllowance = 0

        /// Whether the taker has something to do.
        var isReady: Bool {
            // Before it is full, so that the writer need not wait for the taker to wake.
            let piece = isGathering ? max(1, allowance.bytes / 4 * 3) : 1
            return ending != nil || waiting.readableBytes >= piece
        }

        /// Whether another record of a size would fit: one that goes beyond the allowance by a few
        /// bytes would have the buffer double.
        func hasRoom(for count: Int) -> Bool {
            waiting.readableBytes == 0 || waiting.readableBytes + count <= allowance.bytes
        }
    }

    private enum Found {
        case bytes(ByteBuffer)
        case ended(Ending)
        case nothing
    }

    private let state: Mutex<State>

    /// Makes an empty buffer.
    ///
    /// - Parameter limit: bytes, of which half may wait while the other half is on its way, and
    ///   less for a slow taker; a writer waits when another record like its last would not fit.
    init(limit: Int) {
        state = Mutex(State(allowance: BufferAllowance(limit: max(1, limit / 2))))
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
            let taker = state.isReady ? state.taker.take() : nil
            return (taker, count, !state.hasRoom(for: count))
        }
        taker?.resume()
        if isFull { try await waitForRoom(for: count) }
        try Task.checkCancellation()
    }

    /// Writes a record if nothing waits and nothing has ended; does not suspend.
    func writeIfIdle(_ bytes: ByteBuffer) {
        let taker = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.ending == nil, state.waiting.readableBytes == 0 else { return nil }
            state.waiting.writeImmutableBuffer(bytes)
            return state.isReady ? state.taker.take() : nil
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

    /// The bytes beyond which the connection is to take no more, if that has changed since the last
    /// look.
    ///
    /// - Returns: bytes; `nil` if it is the same.
    func changedMark() -> Int? {
        state.withLock { state in
            guard state.allowance.bytes != state.seenAllowance else { return nil }
            state.seenAllowance = state.allowance.bytes
            return state.allowance.mark
        }
    }

    /// Fits what may wait to how fast the taker's reader takes it.
    ///
    /// - Parameter count: bytes of the piece that has gone.
    func sent(_ count: Int, in duration: Duration) {
        state.withLock { $0.allowance.sent(count, in: duration) }
    }

    /// Ends the bytes, unless they have ended.
    ///
    /// - Parameter last: goes out behind what waits.
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
            return state.isReady ? state.taker.take() : nil
        }
        taker?.resume()
    }
}

// MARK: - Waiting

extension StreamBuffer {
    private func next(_ state: inout State) -> (Found, [CheckedContinuation<Void, Never>]) {
        guard state.isReady else { return (.nothing, []) }
        state.taken = state.writes
        guard state.waiting.readableBytes > 0 else {
            return (state.ending.map(Found.ended) ?? .nothing, [])
        }
        let bytes = state.waiting
        // What comes next is about as much.
        state.waiting = ByteBufferAllocator().buffer(
            capacity: min(bytes.readableBytes, state.allowance.bytes)
        )
        defer { state.writers = [:] }
        return (.bytes(bytes), Array(state.writers.values))
    }

    private func waitForBytes() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.isReady { return true }
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
                    if state.hasRoom(for: count) || state.ending != nil || Task.isCancelled {
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
