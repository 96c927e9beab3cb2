import ChatProtocol

/// Several servers side by side: a ``Model`` for each, and which one of them is in front.
///
/// A model knows of the others no more than their names. What reaches beyond one comes out of it as
/// ``Effect/workspace(_:)`` and is done here. One server is a workspace of one.
package struct Workspace: Sendable {
    /// Servers at once; each costs a stream, and a model with its rooms.
    package static let serverLimit = 16

    /// Never empty; in the order in which the servers were named.
    package internal(set) var models: [Model]
    /// Which one shows: an index of ``models``.
    package internal(set) var front = 0
    /// Whether the terminal has the focus; a model that is not in front never has it.
    var isFocused = true
    /// Where Alt-/ goes.
    var last: Stop?
    /// The way through what is unread.
    var tour: Tour?
    /// Where one was before a list led to another server.
    var origin: Origin?
    /// What programs are still to be told of what they ordered.
    var owed: [Owed] = []
    /// How many orders of the person and of programs were not done, by what they name.
    package internal(set) var refusals = 0
    /// The time of the last input that can be seen.
    var seenAt: Timestamp

    /// A room of a server.
    struct Stop: Hashable, Sendable {
        var server: Int
        var room: RoomName
    }

    /// What of a room of a server showed.
    struct Origin: Hashable, Sendable {
        var server: Int
        var place: Reading.Place
        /// Where one went from there; one who has gone on does not come back.
        var led: Stop
    }

    /// Going from one unread room to the next.
    struct Tour: Hashable, Sendable {
        /// Where it began, and where it led to last.
        var origin: Origin
        /// The rooms that were looked at, with their newest `seq` then.
        var visited: [Stop: Int64] = [:]
    }

    /// What an input led to.
    package struct Outcome: Hashable, Sendable {
        /// What the drivers are to do, in order.
        package var effects: [ServerEffect]
        /// Whether the picture may be another one now.
        package var isSeen: Bool
        /// Whether nothing of the picture is another one but the line that is written in.
        package var isLineAlone = false
    }

    /// Puts servers side by side, the first one in front.
    ///
    /// - Parameters:
    ///   - models: as they were made, at least one; those beyond ``serverLimit`` are left out.
    ///   - names: of the servers, for people, all different.
    package init(_ models: [Model], names: [String] = []) {
        precondition(!models.isEmpty, "a workspace has a server")
        self.models = Array(models.prefix(Self.serverLimit))
        seenAt = models[0].now
        let names = self.models.indices.map { $0 < names.count ? names[$0] : "\($0 + 1)" }
        for index in self.models.indices {
            self.models[index].servers = names
            self.models[index].serverName = names[index]
            if index > 0 { self.models[index].isFocused = false }
        }
        // Who went while another server was in front is away all the same.
        let away = self.models.lazy.compactMap(\.away).first
        for index in self.models.indices { self.models[index].away = index == 0 ? away : nil }
    }

    /// The model in front.
    package var model: Model { models[front] }

    /// Where one is.
    var here: Stop { Stop(server: front, room: models[front].room.name) }

    /// Whether there are others beside the one in front.
    var hasSeveral: Bool { models.count > 1 }
}
