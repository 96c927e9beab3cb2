import Synchronization

/// A semaphore for tasks: a few are in at once; the others wait for their turns, up to a bound, and
/// no longer than anyone waits for them.
package final class AsyncSemaphore<Order: WaitingOrder>: Sendable {
    fileprivate struct State {
        typealias Place = CheckedContinuation<Result<Void, StoreError>, Never>

        var free: Int
        /// Of those who have a place.
        var order: Order
        /// Those who were told to wait and have no place yet.
        var coming: Set<Int> = []
        /// Where those wait who have one, by their numbers.
        var places: [Int: Place] = [:]
        var nextNumber = 0

        init(free: Int, order: Order) {
            self.free = free
            self.order = order
        }
    }

    private let state: Mutex<State>

    /// Makes a semaphore with nobody inside.
    ///
    /// - Parameters:
    ///   - width: tasks that are inside at the same time, 1 or more.
    ///   - order: whose turn is next, and how many may wait; nobody waits yet.
    package init(width: Int, order: Order) {
        state = Mutex(State(free: width, order: order))
    }

    /// How many wait; does not suspend.
    package var waiting: Int { state.withLock { $0.places.count } }

    /// Waits for a turn, which ``leave()`` gives on.
    ///
    /// Suspends while others have theirs.
    ///
    /// - Throws: `cancelled`, or `tooManyWait`; then there is no turn.
    package func enter(as asker: Order.Asker) async throws(StoreError) {
        guard let number = state.withLock({ $0.takeTurnOrNumber() }) else { return }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { place in
                let answer = state.withLock { $0.wait(number, asker, place) }
                if let answer { place.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.giveUp(number) }?.resume(returning: .failure(.cancelled))
        }
        try result.get()
    }

    /// Gives the turn to the one who is next.
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

    /// Gives one a place; an answer when there is nothing to wait for.
    fileprivate mutating func wait(
        _ number: Int,
        _ asker: Order.Asker,
        _ place: Place
    ) -> Result<Void, StoreError>? {
        guard coming.remove(number) != nil else { return .failure(.cancelled) }
        // A turn may have been given back since the number was drawn.
        guard free == 0 else {
            free -= 1
            return .success(())
        }
        if let limit = order.add(number, of: asker) { return .failure(.tooManyWait(limit: limit)) }
        places[number] = place
        return nil
    }

    /// Takes one's place away, who is to be told.
    fileprivate mutating func giveUp(_ number: Int) -> Place? {
        coming.remove(number)
        order.remove(number)
        return places.removeValue(forKey: number)
    }

    /// Finds whose turn is next; without one the turn is free.
    fileprivate mutating func passTurn() -> Place? {
        guard let number = order.next() else {
            free += 1
            return nil
        }
        return places.removeValue(forKey: number)
    }
}
