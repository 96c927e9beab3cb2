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
        /// The servers, where there are several.
        case servers
        /// Messages that the person pinned.
        case pins
    }

    /// A row that can be chosen.
    struct Choice: Hashable, Sendable {
        /// Over the first row of each section.
        var section: String?
        var text: Text
        var goal: Goal
        /// Whose it is, where there are several servers.
        var server: Int?
        /// That server's name, where the room's is not enough.
        var serverName: String?
    }

    /// What a row says.
    enum Text: Hashable, Sendable {
        /// A room's name, and a few words about it.
        case room(RoomName, String)
        /// A message with its room.
        case message(DurableEvent)
        /// A server's name, and a few words about it.
        case server(String, String)
    }

    /// What Enter does.
    enum Goal: Hashable, Sendable {
        case room(RoomName)
        case message(RoomName, seq: Int64)
        /// To the server of the row.
        case server

        /// The room it leads to.
        var room: RoomName? {
            switch self {
            case .room(let name), .message(let name, _): name
            case .server: nil
            }
        }
    }
}
