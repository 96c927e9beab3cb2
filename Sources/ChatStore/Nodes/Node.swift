package import ChatProtocol

/// The number of a server among those that write one log; none is given twice in the life of a log.
package struct NodeNumber: Sendable, Hashable, Comparable {
    /// Of a server that writes its log alone.
    package static let alone = NodeNumber(0)

    package let rawValue: Int64

    /// Makes a number.
    ///
    /// - Parameter rawValue: 1 or more where several write; 0 for ``alone``.
    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Which of two servers began to write the log first.
    package static func < (left: NodeNumber, right: NodeNumber) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A server that writes a log.
package struct Node: Sendable, Hashable {
    package let number: NodeNumber
    /// What the operator calls it; two may have one name.
    package let name: String
    /// Of its program.
    package let version: String
    /// By the clock of the database.
    package let startedAt: Timestamp
    /// When it last told that it is there, by the same clock.
    package let seenAt: Timestamp
    /// Whether it has told nothing for ``silence``.
    package let isAway: Bool

    /// How often a server tells that it is there.
    package static let beat = Duration.seconds(5)
    /// How long one may tell nothing before it counts as away.
    package static let silence = Duration.seconds(15)

    /// Makes one.
    ///
    /// - Parameters:
    ///   - name: what the operator calls it.
    ///   - startedAt: by the clock of the database.
    ///   - isAway: whether that is too long ago.
    package init(
        number: NodeNumber,
        name: String,
        version: String,
        startedAt: Timestamp,
        seenAt: Timestamp,
        isAway: Bool = false
    ) {
        self.number = number
        self.name = name
        self.version = version
        self.startedAt = startedAt
        self.seenAt = seenAt
        self.isAway = isAway
    }
}

extension Node {
    /// A server that writes its log alone.
    ///
    /// - Parameters:
    ///   - options: with its name and version.
    ///   - time: when it starts.
    init(alone options: StoreOptions, at time: Timestamp) {
        self.init(
            number: .alone,
            name: options.nodeName,
            version: options.nodeVersion,
            startedAt: time,
            seenAt: time
        )
    }
}
