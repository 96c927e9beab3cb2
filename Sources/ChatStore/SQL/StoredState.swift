import ChatProtocol

/// What was done to a message as a row of the table `amendments`; a message without one is as it
/// was said.
///
/// The counts are kept in it ready to be read, so that a message costs one look whatever was done
/// to it. Who put which emoji is in `reactions`.
struct StoredState: Equatable {
    /// The columns in order, after the message's position.
    static let columns = "new_text, edited_at, is_deleted, counts"

    /// The text now; `nil` when it is what was said.
    var text: String?
    var state = MessageState()

    /// Makes the state of a message to which nothing was done.
    init() {}

    /// Reads a row; `nil` when all is null, as where there is no row to join.
    ///
    /// - Parameter row: with ``columns``.
    /// - Throws: `damaged` when it is none that was written here.
    init?(row: any SQLRow, at first: Int) throws(StoreError) {
        guard let isDeleted = try row.optionalInteger(first + 2) else { return nil }
        text = try row.optionalText(first)
        state.editedAt = try row.optionalInteger(first + 1).map { Timestamp(milliseconds: $0) }
        state.isDeleted = isDeleted != 0
        state.reactions = try Self.counts(in: try row.optionalText(first + 3) ?? "")
    }

    /// The values, in the order of ``columns``.
    var values: [SQLValue] {
        let counts = state.reactions.map { "\($0.count) \($0.emoji)" }.joined(separator: "\n")
        return [
            SQLValue(text), SQLValue(state.editedAt?.milliseconds),
            .integer(state.isDeleted ? 1 : 0), counts.isEmpty ? .null : .text(counts),
        ]
    }

    /// A line for each emoji: the count, a space, the emoji, which has no white space.
    private static func counts(in text: String) throws(StoreError) -> [MessageState.Count] {
        var counts: [MessageState.Count] = []
        for line in text.unicodeScalars.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let count = Int64(String(parts[0])) else {
                throw .damaged(detail: "a count of reactions is unreadable")
            }
            counts.append(MessageState.Count(emoji: String(parts[1]), count: count))
        }
        return counts
    }
}
