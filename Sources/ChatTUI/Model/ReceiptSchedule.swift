import ChatProtocol

/// When it is asked again how far the others of a room have read.
///
/// No event tells of it. So it is asked soon after somebody was heard of, and else less and less
/// often.
struct ReceiptSchedule: Sendable {
    /// The sizes of rooms whose members may see how far each has read.
    ///
    /// Source: docs/REFERENCE.md, "Receipts".
    static let members = 1...10
    /// The least and the most time between two questions, in milliseconds.
    static let shortest: Int64 = 3_000
    static let longest: Int64 = 60_000

    private(set) var askedAt: Timestamp?
    private var wait = Self.shortest

    /// Notes that somebody was heard of, who may have read.
    mutating func hear() { wait = Self.shortest }

    /// When to ask next.
    ///
    /// - Parameter now: the time; a clock that went back has no say in this.
    /// - Returns: the time, or one before it.
    func dueAt(_ now: Timestamp) -> Timestamp {
        guard let askedAt, askedAt <= now else { return now }
        return askedAt.adding(milliseconds: wait)
    }

    /// Notes that it is asked.
    mutating func ask(_ now: Timestamp) {
        if askedAt != nil { wait = min(wait * 2, Self.longest) }
        askedAt = now
    }
}
