/// What was done to a server and heard from it while it was tried hard: facts alone, which
/// ``HistoryCheck`` judges.
package struct TestHistory: Hashable, Sendable {
    /// What someone does to a room.
    package enum Act: Hashable, Sendable {
        case say(String)
        case edit(of: Int64, String)
        case delete(Int64)
        case react(to: Int64, emoji: String, isOn: Bool)

        /// What is done, whatever it is done to.
        package enum Kind: Hashable, Sendable, CaseIterable {
            case say, edit, delete, react
        }

        /// Which kind it is.
        package var kind: Kind {
            switch self {
            case .say: .say
            case .edit: .edit
            case .delete: .delete
            case .react: .react
            }
        }

        /// The same without a text, as it is shown once its message was deleted.
        var redacted: Act {
            switch self {
            case .say: .say("")
            case .edit(let target, _): .edit(of: target, "")
            case .delete, .react: self
            }
        }

        /// The text of a message; `nil` for a change.
        var text: String? {
            if case .say(let text) = self { text } else { nil }
        }
    }

    /// Who did what in which room.
    ///
    /// Each is done once: texts are unique.
    package struct Deed: Hashable, Sendable {
        package let room: String
        package let user: String
        package let act: Act

        /// Makes one.
        package init(room: String, user: String, act: Act) {
            self.room = room
            self.user = user
            self.act = act
        }
    }

    /// A deed with its number in the room.
    package struct Entry: Hashable, Sendable {
        package let seq: Int64
        package let deed: Deed
        package var room: String { deed.room }

        /// Makes one.
        ///
        /// - Parameter seq: its number in the room.
        package init(seq: Int64, deed: Deed) {
            self.seq = seq
            self.deed = deed
        }
    }

    /// A message as a reader of text heard it.
    package struct Line: Hashable, Sendable {
        package let user: String
        package let text: String

        /// Makes one.
        package init(user: String, text: String) {
            self.user = user
            self.text = text
        }
    }

    /// A message as a page shows it.
    package struct Shown: Hashable, Sendable {
        package let seq: Int64
        package let user: String
        package var text: String
        package var isEdited = false
        package var isDeleted = false
        /// How many members put each emoji.
        package var reactions: [String: Int64] = [:]

        /// Makes one that nothing was done to.
        ///
        /// - Parameter seq: its number in the room.
        package init(seq: Int64, user: String, text: String) {
            self.seq = seq
            self.user = user
            self.text = text
        }
    }

    /// What the server tells a member of a room at the end.
    package struct Unread: Hashable, Sendable {
        package let room: String
        package let user: String
        /// The newest marker that was acknowledged.
        package let marked: Int64
        /// The marker and the count that the server tells.
        package let read: Int64
        package let count: Int64
        /// Whether it says that there may be more than it counted.
        package let hasMore: Bool
        /// How many of the room's newest events it looks at, at the least.
        package let looked: Int64

        /// Makes one.
        ///
        /// - Parameters:
        ///   - marked: the newest marker that was acknowledged; 0 for none.
        ///   - read: the marker that the server tells.
        ///   - count: of messages after it.
        ///   - hasMore: whether there may be more.
        ///   - looked: how many of the newest events are looked at, at the least.
        package init(
            room: String,
            user: String,
            marked: Int64,
            read: Int64,
            count: Int64,
            hasMore: Bool,
            looked: Int64
        ) {
            self.room = room
            self.user = user
            self.marked = marked
            self.read = read
            self.count = count
            self.hasMore = hasMore
            self.looked = looked
        }
    }

    /// Who and what must have come for a history to be whole: what is missing wholly is known by
    /// this alone.
    package struct Expected: Hashable, Sendable {
        /// The rooms of each reader of whole events.
        package var readers: [String: [String]] = [:]
        /// The same of readers of text.
        package var textReaders: [String: [String]] = [:]
        /// The formats in which the log is exported once more.
        package var exports: Set<String> = []
        /// Whose unread counts are asked for.
        package var users: Set<String> = []

        /// Begins with nobody.
        package init() {}
    }

    /// Who and what must have come.
    package var expected = Expected()
    /// What was asked for, acknowledged or not.
    package var asked: Set<Deed> = []
    /// The messages that the server said are durable, once for each acknowledgement.
    package var acknowledged: [Entry] = []
    /// The changes that the server said are durable; their numbers are not told.
    package var changed: [Deed] = []
    /// How often something was sent again by its key after it was acknowledged.
    package var repeated = 0
    /// What each reader heard, in order, over all of its connections.
    package var heard: [String: [Entry]] = [:]
    /// The readers that were cut and went on where they were.
    package var resumed: Set<String> = []
    /// The messages that readers of text heard of each room, in order.
    package var lines: [String: [String: [Line]]] = [:]
    /// The whole log at the end, by the room that was asked for, as the first format exports it.
    package var log: [String: [Entry]] = [:]
    /// The same in the other formats, by the format's name.
    package var exports: [String: [String: [Entry]]] = [:]
    /// The messages that the export as text tells of each room.
    package var textExport: [String: [Line]] = [:]
    /// The pages of each room's messages at the end, in order.
    package var pages: [String: [Shown]] = [:]
    /// What is unread at the end.
    package var unread: [Unread] = []

    /// Begins with nothing.
    package init() {}
}
