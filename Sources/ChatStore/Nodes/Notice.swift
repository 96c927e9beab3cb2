/// What one server of a log tells the others at the moment.
///
/// It may be lost: what has to last is in a table too.
package struct Notice: Sendable, Hashable {
    /// What it is about.
    package enum Topic: String, Sendable, CaseIterable {
        /// Who is in which rooms on a server.
        case presence
        case typing
        /// How far members have read.
        case read
        /// What was taken of limits of rate.
        case spent
        /// A stream of another server that an operator ends.
        case dismiss
        /// An account, a token, a ban, a room or its members were changed: what is remembered of
        /// them is to be read again.
        case access
    }

    /// Who sent it.
    package var from: NodeNumber
    package var topic: Topic
    /// At most ``textLimit`` bytes of UTF-8.
    package var text: String

    /// Bytes of a text.
    ///
    /// PostgreSQL takes 7,999 of a payload, which this one's heading is part of.
    /// Source: https://www.postgresql.org/docs/current/sql-notify.html
    package static let textLimit = 7_900

    /// Makes a notice.
    ///
    /// - Parameter text: at most ``textLimit`` bytes.
    package init(from: NodeNumber, topic: Topic, text: String) {
        self.from = from
        self.topic = topic
        self.text = text
    }

    /// Joins lines, parted so that each text is as long as one may be at the most.
    package static func texts(of lines: some Sequence<String>) -> [String] {
        var texts: [String] = []
        for line in lines {
            if let last = texts.last, last.utf8.count + 1 + line.utf8.count <= textLimit {
                texts[texts.count - 1] += "\n" + line
            } else {
                texts.append(line)
            }
        }
        return texts
    }
}

/// What a server hears of the others.
package enum NodeNews: Sendable, Hashable {
    case notice(Notice)
    /// Any number of notices may have been lost before this: what they tell of is to be looked at
    /// anew, and what this server tells of itself to be told again.
    case missed
}
