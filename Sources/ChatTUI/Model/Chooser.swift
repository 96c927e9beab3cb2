import ChatProtocol

/// A list over the messages of which one row can be chosen.
struct Chooser: Hashable, Sendable {
    /// Rows that are offered; further ones need more letters.
    static let limit = 200

    var kind: Kind
    /// What was typed to narrow it down.
    var query = Query()
    /// Which row is chosen; brought to those that there are.
    var index = 0

    /// What the list is of.
    enum Kind: Hashable, Sendable {
        /// Rooms to go to.
        case rooms
        /// What is unread in all rooms.
        case catchUp
        /// What the server found.
        case found
    }

    /// A row that can be chosen.
    struct Choice: Hashable, Sendable {
        /// Over the first row of each section.
        var section: String?
        var text: Text
        var goal: Goal
    }

    /// What a row says.
    enum Text: Hashable, Sendable {
        /// A room's name, and a few words about it.
        case room(RoomName, String)
        /// A message with its room.
        case message(DurableEvent)
    }

    /// What Enter does.
    enum Goal: Hashable, Sendable {
        case room(RoomName)
        case message(RoomName, seq: Int64)
    }
}
