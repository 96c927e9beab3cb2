import ChatProtocol

/// What the person is in the middle of.
struct Writing: Sendable {
    var mode = Mode.line
    /// What the dictionary said of words.
    var spelling = Spelling()
    /// The keys of vi, where the line is edited so.
    var vi = ViKeys()
    /// Where Esc closed a completion that had offered itself: it stays away from that word.
    var dismissed: Int?
    /// Whether the key before this one was the first of two.
    var isChord = false
    /// What is muted, ignored and looked out for.
    var preferences = Preferences()
    /// What an earlier run left for rooms that are not followed; it is theirs when they are.
    var kept: [RoomName: Kept] = [:]
    /// Pinned messages of rooms that are not followed, as they were fetched for the list of them.
    var pinned: [RoomName: Originals] = [:]
    /// What was sent in all rooms.
    var sent = LineHistory()
    /// Whether that begins with what an earlier run sent.
    var isSentGathered = false
    /// The command that was typed last of those that may come to nothing; `nil` where a program's
    /// order came behind it, which may as well.
    var order: TypedLine?
    /// Counts changes of the rooms' histories, so that the driver knows when to keep them.
    var historyRevision = 0

    /// Why something did not go out the last time, and when that was told.
    var held: (cause: Held, told: Timestamp)?
    /// Whether it is so still, as far as is known.
    var isHeld = false

    /// Rooms for which ``kept`` has something at most; what further ones have is lost.
    static let keptLimit = 500

    /// What is kept for a room.
    struct Kept: Sendable {
        var draft = ""
        /// What the draft is for, as ``KeptPurpose`` writes it; empty where it is a message.
        var purpose = ""
        var history: [String] = []
    }

    /// What keys mean at present.
    enum Mode: Sendable {
        /// They write into the room's line.
        case line
        /// They move through the messages and act on one.
        case select(Selection)
        /// They name an emoji for the selected message.
        case react(LineEditor, Selection)
        /// They answer a question.
        case ask(Question)
        /// They look for something that was sent before.
        case recall(Recall)
    }
}

/// The message that is selected.
struct Selection: Hashable, Sendable {
    var item: Scroll.Item
    /// What showed before: what shows again afterwards.
    var back: Scroll

    /// The message's `seq`; `nil` while it has none.
    var seq: Int64? {
        if case .event(let seq) = item { seq } else { nil }
    }
}

/// Something that is asked before it is done.
struct Question: Sendable {
    var kind: Kind
    /// The selection to come back to; `nil` comes back to the line.
    var selection: Selection?

    /// What is asked.
    enum Kind: Hashable, Sendable {
        /// Whether a message is to be deleted, and the reason that was given.
        case delete(Int64, why: String = "")
        /// Why a message is to be deleted, as far as that is typed, and the reason before.
        case why(Int64, Query, before: String)
        /// Whether a room is to be taken away.
        case destroy(RoomName)
        /// Which of several is meant.
        case choose(Choice, [String])
        /// What is to be done with a paste.
        case paste(Paste)
        /// Whether to leave although something is not sent; the words say what.
        case leave(String)
        /// A password, which is shown as dots.
        case password(PasswordEntry)
    }

    /// The reason that is being typed; `nil` where none is asked for.
    var reason: String? {
        if case .why(_, let query, _) = kind { query.text } else { nil }
    }

    /// What a choice is for.
    enum Choice: Hashable, Sendable {
        case open, copy
    }
}
