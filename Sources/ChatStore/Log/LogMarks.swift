import ChatProtocol

/// What was handed on of a log, as far as is needed to see that a database has lost some of it: a
/// standby that was not told of every commit may have taken over.
struct LogMarks {
    /// An event, by what no two at one position have in common.
    struct Mark: Sendable, Hashable {
        let position: Int64
        let seq: Int64
        let at: Timestamp
        let user: String
    }

    /// Marks that are kept, one of each commit: what was lost lies within them, or it is taken for
    /// all.
    static let limit = 512

    private var marks: [Mark] = []
    /// The first that is kept.
    private var start = 0

    /// The positions of the marks, the oldest first.
    var positions: [Int64] { marks[start...].map(\.position) }

    /// Keeps the last event of a commit in mind.
    mutating func add(_ mark: Mark) {
        marks.append(mark)
        guard marks.count - start > Self.limit else { return }
        start += 1
        guard start > Self.limit else { return }
        marks.removeFirst(start)
        start = 0
    }

    /// The position through which a database has what was handed on.
    ///
    /// - Parameters:
    ///   - head: the newest position that it has.
    ///   - found: the events that it has at ``positions``; removed ones are missing.
    /// - Returns: `nil` where nothing was lost.
    func end(head: Int64, _ found: [Mark]) -> Int64? {
        let known = Dictionary(found.map { ($0.position, $0) }) { first, _ in first }
        var isLost = false
        for mark in marks[start...].reversed() {
            if mark.position > head {
                isLost = true
            } else if let there = known[mark.position] {
                if there == mark { return isLost ? mark.position : nil }
                isLost = true
            }
        }
        return isLost ? 0 : nil
    }
}

extension LogMarks.Mark {
    /// Makes the mark of an event.
    ///
    /// - Parameter event: from the log, with its cursor.
    init?(_ event: DurableEvent) {
        guard let position = event.cursor?.position else { return nil }
        self.init(position: position, seq: event.seq, at: event.at, user: event.user.description)
    }
}
