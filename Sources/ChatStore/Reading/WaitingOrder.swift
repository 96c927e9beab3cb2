/// Who of those that wait at an ``AsyncSemaphore`` has the next turn, and how many may wait.
package protocol WaitingOrder: Sendable {
    /// Whoever asks for a turn, as far as the order looks at it.
    associatedtype Asker: Sendable

    /// Takes one in.
    ///
    /// - Parameter number: by which it is known; later ones have larger numbers.
    /// - Returns: the bound that one more would pass, and then it is not in; `nil` where it waits.
    mutating func add(_ number: Int, of asker: Asker) -> Int?

    /// Forgets one that has given up.
    ///
    /// - Parameter number: by which it is known; may be of one that is not in.
    mutating func remove(_ number: Int)

    /// Takes out the one whose turn is next.
    ///
    /// - Returns: its number; `nil` where nobody waits.
    mutating func next() -> Int?
}
