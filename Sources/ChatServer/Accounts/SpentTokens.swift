import ChatProtocol

/// What was taken of limits of rate here and the other servers do not know of yet: pure.
///
/// Each server has buckets of its own; what one takes, the others take too, a moment later. So a
/// limit holds for long over all of them, while a burst may be had at each.
struct SpentTokens<Key: Hashable & Sendable>: Sendable {
    /// Keys that are told of at a time; what others take meanwhile stays their own.
    private let limit: Int
    private var counts: [Key: Int] = [:]

    /// Begins with nothing.
    ///
    /// - Parameter limit: keys, 1 or more.
    init(limit: Int) {
        self.limit = limit
    }

    /// Notes that a token was taken.
    mutating func note(_ key: Key) {
        guard counts.count < limit || counts[key] != nil else { return }
        counts[key, default: 0] += 1
    }

    /// Takes what was noted.
    ///
    /// - Returns: tokens of each key, 1 or more.
    mutating func take() -> [Key: Int] {
        defer { counts = [:] }
        return counts
    }
}
