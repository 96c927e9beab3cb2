/// What was wrong with what the streams received; all zero in a good run.
package struct Faults: Sendable, Equatable, Codable {
    /// Messages that never came although a later one of the same publisher did.
    package var lost = 0
    /// Messages that came again.
    package var doubled = 0
    /// Messages that came after a later one of the same publisher.
    package var disordered = 0
    /// Marks that no stamp follows, or one of a publisher that does not exist.
    package var malformed = 0
    /// Acknowledged messages that had not come at the end of the wait.
    package var missing = 0
    /// Streams that ended although nobody ended them.
    package var ended = 0

    /// Whether nothing was wrong.
    package var isClean: Bool { self == Faults() }

    /// Adds another's counts.
    ///
    /// - Parameter other: the other; it is not changed.
    mutating func add(_ other: Faults) {
        lost += other.lost
        doubled += other.doubled
        disordered += other.disordered
        malformed += other.malformed
        missing += other.missing
        ended += other.ended
    }
}
