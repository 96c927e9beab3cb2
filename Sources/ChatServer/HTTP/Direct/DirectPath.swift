import ChatProtocol

/// The room in a path of the form `/rooms/{room}/messages`, where nothing in it is encoded.
struct DirectPath {
    let room: RoomName

    /// Reads a path; `nil` for any other, and for one with an escape or with a direct room.
    ///
    /// - Parameters:
    ///   - first: the part before the room.
    ///   - last: the part after the room; a query may follow.
    init?(_ uri: String, under first: String, ending last: String) {
        let path = uri.utf8.prefix { $0 != UInt8(ascii: "?") }
        let parts = path.split(
            separator: UInt8(ascii: "/"),
            maxSplits: 3,
            omittingEmptySubsequences: false
        )
        guard parts.count == 4, parts[0].isEmpty, parts[1].elementsEqual(first.utf8),
            parts[3].elementsEqual(last.utf8), parts[2].first != UInt8(ascii: "@"),
            // What cannot be a room's name is for the router to refuse.
            let room = try? RoomName(Substring(parts[2]))
        else { return nil }
        self.room = room
    }
}
