import ChatProtocol

/// The order of the rooms in the list, which is that of their numbers as well.
extension Model {
    /// The rooms' places in ``rooms``, as the list has them.
    ///
    /// - Complexity: O(rooms) by hand where none was moved, else O(rooms · log rooms).
    var roomOrder: [Int] {
        let all = Array(rooms.indices)
        switch options.sort {
        case .hand:
            let order = writing.preferences.order
            guard !order.isEmpty else { return all }
            let places = Dictionary(
                order.enumerated().map { ($1, $0) },
                uniquingKeysWith: { first, _ in first }
            )
            return sorted(all) { places[rooms[$0].name] ?? order.count }
        case .name: return all.sorted { rooms[$0].name < rooms[$1].name }
        case .unread:
            return sorted(all) { index in
                let room = rooms[index]
                guard isWaiting(room) else { return 2 }
                return room.mentions > 0 || room.isDirect ? 0 : 1
            }
        }
    }

    /// Sorts by a rank; what has the same stays in its order.
    private func sorted(_ all: [Int], by rank: (Int) -> Int) -> [Int] {
        all.map { (place: $0, rank: rank($0)) }.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }
            .map(\.place)
    }

    /// Moves the room in front to another place in the list.
    ///
    /// - Parameter argument: the place from 1, or `+1`, `-1`.
    /// - Throws: what is wrong with it.
    mutating func moveRoom(_ command: Command, _ argument: String) throws(CommandFault) -> [Effect]
    {
        guard options.sort == .hand else {
            throw CommandFault("the list is sorted by \(options.sort.rawValue): /set sort hand")
        }
        guard let number = Command.number(argument), abs(number) <= Limits.streamRooms else {
            throw CommandFault(usage: command)
        }
        var order = roomOrder.map { rooms[$0].name }
        guard let place = order.firstIndex(of: room.name) else { return [] }
        let isStep = argument.hasPrefix("+") || argument.hasPrefix("-")
        let target = isStep ? place + number : number - 1
        order.remove(at: place)
        order.insert(room.name, at: min(max(0, target), order.count))
        writing.preferences.order = order
        return []
    }

    /// Shows or hides one of the lists.
    ///
    /// - Returns: what is loaded for it.
    mutating func toggle(
        _ list: WritableKeyPath<ClientOptions, ClientOptions.Shown>,
        isNow: Bool,
        _ name: String
    ) -> [Effect] {
        options[keyPath: list] = isNow ? .off : .on
        let layout = ScreenLayout(self)
        let shows = list == \.list ? layout.list.width > 0 : layout.members.width > 0
        if !isNow, !shows { notice = "the screen is too narrow for the list of \(name)" }
        return loadWhatShows()
    }

    /// Loads the members for the list of them, once for each stream.
    ///
    /// - Returns: nothing where they do not show.
    mutating func loadListedMembers() -> [Effect] {
        guard isConnected, !room.isMembersAsked, !room.isBeingMade,
            ScreenLayout(self).members.width > 0
        else {
            return []
        }
        room.isMembersAsked = true
        room.isHereStale = false
        room.hereAskedAt = now
        return [.loadMembers(room.name)]
    }

    /// How long an answer about who is here is waited for, in milliseconds.
    private static let hereInterval: Int64 = 10_000

    /// When it is to be asked who is in the room in front; `nil` where it is known or on its way.
    ///
    /// It is not known if it was told before the stream opened, or if somebody came or went who may
    /// be in the server's number already.
    var hereDueAt: Timestamp? {
        guard room.isHereStale, !isReplaying, isConnected, !room.isLost, !room.isBeingMade
        else { return nil }
        return room.hereAskedAt?.adding(milliseconds: Self.hereInterval) ?? now
    }

    /// Asks who is in the room in front, if it is time.
    mutating func refreshHere() -> [Effect] {
        guard let due = hereDueAt, due <= now else { return [] }
        room.isHereStale = false
        room.hereAskedAt = now
        return [.refreshMembers(room.name)]
    }
}
