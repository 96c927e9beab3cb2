package import ChatProtocol

extension [RoomName] {
    /// The first of each name, in order: a room that is named twice is one.
    package var once: [RoomName] {
        var seen: Set<RoomName> = []
        return filter { seen.insert($0).inserted }
    }
}
