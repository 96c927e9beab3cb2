import ChatProtocol

/// What the person does in a room, besides reading it.
struct RoomWriting: Sendable {
    /// Changes that wait for their acknowledgement; at this bound no more are taken.
    static let changeLimit = 200

    /// What the line is for.
    var purpose = Purpose.say
    /// Changes of messages on their way, and those that were refused; oldest first.
    var changes: [PendingChange] = []
    /// A command that came to nothing, until another line is sent.
    var undone: String?
    /// What was sent in all rooms, while a line of it shows here: the place in it, and the draft
    /// that one came from, are this room's alone.
    var browsed: LineHistory?
    /// Messages up to this `seq` were cleared from the screen, until one scrolls up to them.
    var clearedThrough: Int64 = 0

    /// When a message was said that an earlier run answered or changed, and that may not be loaded.
    var about: (seq: Int64, at: Timestamp)?

    /// What becomes of what stands in the line.
    enum Purpose: Sendable {
        /// A message of its own.
        case say
        /// An answer to a message.
        case reply(to: Int64)
        /// A new text for a message of one's own.
        case edit(Edit)
    }

    /// A message of one's own that is being changed.
    struct Edit: Sendable {
        var target: Int64
        /// How it reads until then.
        var original: String
        /// What stood in the line before, and comes back.
        var draft: LineEditor
        /// What that draft answered.
        var replyTo: Int64?
    }

    /// The message that is being changed; `nil` if none is.
    var edit: Edit? {
        if case .edit(let edit) = purpose { edit } else { nil }
    }

    /// The message that is being answered; `nil` if none is.
    var replyTo: Int64? {
        if case .reply(let seq) = purpose { seq } else { nil }
    }
}
