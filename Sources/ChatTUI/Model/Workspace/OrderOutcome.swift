import ChatProtocol

/// What an order of another program led to.
struct OrderOutcome: Hashable, Sendable {
    var effects: [Effect]
    /// What the program is told of it.
    var words: [String]
    /// The list that it opened.
    var list: List?

    /// A list, and the room that it is about.
    struct List: Hashable, Sendable {
        var room: RoomName
        var overlay: Model.Overlay
    }
}

/// What a program is still to be told of what it ordered.
enum Owed: Hashable, Sendable {
    /// The lines of a list, once they have come.
    case list(server: Int, OrderOutcome.List)
    /// What a line of the shell says, and the room that it is for.
    case output(server: Int, command: String, room: RoomName?)
}

extension [String] {
    /// The words of all as lines; `nil` where there is none.
    var asLines: String? { isEmpty ? nil : joined(separator: "\n") }
}
