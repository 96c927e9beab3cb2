import ChatProtocol

/// Why nothing can be done in a room, and what helps.
extension Model {
    /// Why nothing can be done in the room in front now; `nil` if it can.
    ///
    /// What is said in a room that is being made waits.
    var roomRefusal: String? { refusal(in: room) }

    private func refusal(in room: Room) -> String? {
        if room.isBeingMade { return "\(room.title) is being made; do it once that is done" }
        guard room.isLost else { return nil }
        return "\(room.title) is not there for you; " + advice(for: room)
    }

    /// Why nothing can be said in a room now.
    ///
    /// - Returns: `nil` where something can, or waits until the room is made.
    func postRefusal(in room: Room) -> String? {
        if !room.isBeingMade, let words = refusal(in: room) { return words }
        guard room.pending.count >= Room.pendingLimit else { return nil }
        return "\(Room.pendingLimit) messages wait here already"
    }

    /// Why no message of the room in front can be changed now; `nil` if one can.
    var changeRefusal: String? {
        if let roomRefusal { return roomRefusal }
        guard room.writing.changes.count >= RoomWriting.changeLimit else { return nil }
        return "\(RoomWriting.changeLimit) changes wait here already"
    }

    /// What helps who looks at a lost room.
    private func advice(for room: Room) -> String {
        let making = makingAdvice(for: room)
        guard mayLeave(room) else { return making ?? "/join \(room.name) asks for it again" }
        return (making.map { "\($0), " } ?? "") + "/part leaves it"
    }

    /// That a lost room can be made.
    ///
    /// - Returns: `nil` where it cannot.
    func makingAdvice(for room: Room) -> String? {
        guard room.isUnknown, signedIn != nil, !room.isDirect else { return nil }
        return "/join \(room.name) makes it"
    }

    /// Whether a room can be left: a stream is of one room at least.
    ///
    /// - Returns: false for the only one that is followed.
    func mayLeave(_ room: Room) -> Bool { followed.contains { $0 != room.name } }
}
