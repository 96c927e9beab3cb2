import DequeModule

/// The order in which they came, up to a bound of all.
package struct ArrivalOrder: WaitingOrder {
    /// Whoever it is, it waits like any other.
    package typealias Asker = Void

    private let limit: Int
    private var waiting: Set<Int> = []
    /// Those who wait, and some who have given up.
    private var line: Deque<Int> = []

    /// Makes it with nobody in it.
    package init(limit: Int) {
        self.limit = limit
    }

    /// Takes one in; as ``WaitingOrder/add(_:of:)``, whoever it is.
    ///
    /// - Parameter number: by which it is known.
    /// - Returns: the bound, if it is reached.
    package mutating func add(_ number: Int, of asker: Void) -> Int? {
        guard waiting.count < limit else { return limit }
        if line.count > 2 * limit { line = line.filter { waiting.contains($0) } }
        waiting.insert(number)
        line.append(number)
        return nil
    }

    /// Forgets one that has given up; as ``WaitingOrder/remove(_:)``.
    ///
    /// - Parameter number: by which it is known.
    package mutating func remove(_ number: Int) {
        waiting.remove(number)
    }

    /// Takes out the one that came first; as ``WaitingOrder/next()``.
    ///
    /// - Returns: its number; `nil` where nobody waits.
    package mutating func next() -> Int? {
        while let number = line.popFirst() {
            if waiting.remove(number) != nil { return number }
        }
        return nil
    }
}

extension AsyncSemaphore where Order == ArrivalOrder {
    /// Makes a semaphore with nobody inside, whose turns go in the order of arrival.
    ///
    /// - Parameters:
    ///   - width: tasks that are inside at the same time, 1 or more.
    ///   - limit: tasks that wait; one more is refused.
    package convenience init(width: Int, limit: Int) {
        self.init(width: width, order: ArrivalOrder(limit: limit))
    }

    /// Waits for a turn; as ``AsyncSemaphore/enter(as:)``.
    ///
    /// Suspends while others have theirs.
    ///
    /// - Throws: `cancelled`, or `tooManyWait`; then there is no turn.
    package func enter() async throws(StoreError) {
        try await enter(as: ())
    }
}
