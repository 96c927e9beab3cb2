import Synchronization

/// A semaphore for tasks: a few are in at once; the others wait in order, up to a bound, and no
/// longer than anyone waits for them.
package final class AsyncSemaphore: Sendable {
    fileprivate typealias Place = CheckedContinuation<Result<Void, StoreError>, Never>

    fileprivate struct State {
        var free: Int
        /// Those who were told to wait and have no place yet.
        var coming: Set<Int> = []
        /// Those who wait, by their numbers; who has given up is missing.
        var waiting: [Int: Place] = [:]
        /// The order of those who wait, and of some who have given up, from `first` on.
        var line: [Int] = []
        var first = 0
        var nextNumber = 0
    }

    private let state: Mutex<State>
    private let limit: Int

    /// Makes a semaphore with nobody inside.
    ///
    /// - Parameters:
    ///   - width: tasks that are inside at the same time, 1 or more.
    ///   - limit: tasks that wait; one more is refused.
    package init(width: Int, limit: Int) {
        state = Mutex(State(free: width))
        self.limit = limit
    }

    /// How many wait; does not suspend.
    package var waiting: Int { state.withLock { $0.waiting.count } }

    /// Waits for a turn, which ``leave()`` gives on.
    ///
    /// Suspends while others have theirs.
    ///
    /// - Throws: `cancelled`, or `tooManyWait` when too many wait; then there is no turn.
    package func enter() async throws(StoreError) {
        guard let number = state.withLock({ $0.takeTurnOrNumber() }) else { return }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { place in
                let answer = state.withLock { $0.wait(number, place, limit: limit) }
                if let answer { place.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.giveUp(number) }?.resume(returning: .failure(.cancelled))
        }
        try result.get()
    }

    /// Gives the turn to the one who waits longest.
    package func leave() {
        state.withLock { $0.passTurn() }?.resume(returning: .success(()))
    }
}

extension AsyncSemaphore.State {
    /// Takes a turn, and gives `nil`; or draws the number to wait with.
    fileprivate mutating func takeTurnOrNumber() -> Int? {
        guard free == 0 else {
            free -= 1
            return nil
        }
        nextNumber += 1
        coming.insert(nextNumber)
        return nextNumber
    }

    /// Puts one into the line; an answer when there is nothing to wait for.
    fileprivate mutating func wait(
        _ number: Int,
        _ place: AsyncSemaphore.Place,
        limit: Int
    ) -> Result<Void, StoreError>? {
        guard coming.remove(number) != nil else { return .failure(.cancelled) }
        // A turn may have been given back since the number was drawn.
        guard free == 0 else {
            free -= 1
            return .success(())
        }
        guard waiting.count < limit else { return .failure(.tooManyWait(limit: limit)) }
        if line.count - first > 2 * limit {
            line = line[first...].filter { waiting[$0] != nil }
            first = 0
        }
        waiting[number] = place
        line.append(number)
        return nil
    }

    /// Takes one out of the line, who is to be told.
    fileprivate mutating func giveUp(_ number: Int) -> AsyncSemaphore.Place? {
        coming.remove(number)
        return waiting.removeValue(forKey: number)
    }

    /// Finds whose turn is next; without one the turn is free.
    fileprivate mutating func passTurn() -> AsyncSemaphore.Place? {
        while first < line.count {
            let number = line[first]
            first += 1
            if let place = waiting.removeValue(forKey: number) {
                forgetServed()
                return place
            }
        }
        line.removeAll(keepingCapacity: true)
        first = 0
        free += 1
        return nil
    }

    /// Moves the rest to the front once that is worth it.
    private mutating func forgetServed() {
        guard first * 2 >= line.count else { return }
        line.removeFirst(first)
        first = 0
    }
}
