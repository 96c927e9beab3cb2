import ChatProtocol

/// Rooms that one is a member of: who was let into one while away was told by nobody, and another
/// machine knows of none that one joined at this one.
extension Model {
    /// Rooms in the list up to which those that one is a member of come into it by themselves.
    static let ownRoomLimit = 50
    /// Rooms that are named where one is told of them.
    private static let namedRooms = 3

    /// Puts the rooms into the list that the person is a member of, up to ``ownRoomLimit``:
    /// first those that name them, then those with something unread.
    ///
    /// - Parameter summaries: the server's rooms, all of them.
    /// - Returns: the list to follow, and the rooms' newest pages.
    mutating func listOwnRooms(_ summaries: [RoomSummary]) -> [Effect] {
        guard signedIn != nil else { return [] }
        forgetLeft(summaries)
        let new = summaries.filter { isUnlisted($0) }
        let waiting = new.filter { $0.mentions == 0 && $0.unread > 0 }
        let quiet = new.filter { $0.mentions == 0 && $0.unread <= 0 }
        let ordered = new.filter { $0.mentions > 0 } + waiting + quiet
        let added = ordered.prefix(max(0, Self.ownRoomLimit - rooms.count))
        guard !added.isEmpty else { return [] }
        // The stream is opened once for all of them.
        let loads = added.flatMap { list($0.name) }.filter { effect in
            if case .follow = effect { false } else { true }
        }
        for summary in added {
            if let index = index(of: summary.name) { countUnread(in: index) }
        }
        return [.follow(followed)] + loads + tellLetIn(added.filter(\.isNew).map(\.name))
    }

    /// Keeps a room that one takes out of the list from coming back by itself.
    mutating func keepOut(_ index: Int) {
        let room = rooms[index]
        // What one is may not have come yet; where one is no member is forgotten at the next list.
        guard signedIn != nil, !room.isDirect,
            writing.preferences.left.count < Preferences.limit
        else { return }
        writing.preferences.left.insert(room.name)
    }

    /// Keeps out of the list what who signed in has left, in the place of what was left by whoever
    /// was signed in before.
    ///
    /// - Parameter left: rooms; those that are in the list stay there.
    mutating func keepOut(_ left: Set<RoomName>) {
        writing.preferences.left = left.filter { index(of: $0) == nil }
    }

    /// Forgets that one left rooms that one is no member of any more: to be let into one again is
    /// news.
    private mutating func forgetLeft(_ list: [RoomSummary]) {
        guard !writing.preferences.left.isEmpty else { return }
        let own = list.filter { $0.role?.isMembership == true }.map(\.name)
        writing.preferences.left.formIntersection(own)
    }

    private func isUnlisted(_ summary: RoomSummary) -> Bool {
        summary.role?.isMembership == true && !summary.name.isDirect
            && !writing.preferences.left.contains(summary.name) && index(of: summary.name) == nil
    }

    private mutating func tellLetIn(_ names: [RoomName]) -> [Effect] {
        guard !names.isEmpty else { return [] }
        let named = names.prefix(Self.namedRooms).map { "#\($0)" }.joined(separator: ", ")
        let more = names.count - Self.namedRooms
        return show(notice: "you were let into \(named)" + (more > 0 ? " and \(more) more" : ""))
    }
}

extension RoomSummary {
    /// Whether somebody let the person in, who never read it: whoever wants to joins a public one.
    fileprivate var isNew: Bool { isPrivate && read <= 0 && role != .owner }

    /// Whether what names the person there is for them though they never read it: nobody but a
    /// member sees a private room, and in a public one they are a member.
    var isTheirs: Bool { isPrivate || role?.isMembership == true }
}
