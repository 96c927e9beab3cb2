package import ChatProtocol

/// What the driver asks the model.
extension Model {
    /// The rooms that are followed, in the order of the room list.
    package var followed: [RoomName] { rooms.map(\.name) }

    /// The room whose messages show.
    package var frontRoom: RoomName { room.name }

    /// What is typed and not sent, by room; rooms without a draft are left out.
    package var drafts: [RoomName: String] {
        var drafts: [RoomName: String] = [:]
        for room in rooms where !room.editor.isEmpty { drafts[room.name] = room.editor.text }
        return drafts
    }

    /// Puts a draft of an earlier run back into a room's line, if nothing is typed there.
    ///
    /// - Parameters:
    ///   - text: what stood there.
    ///   - room: ignored if it is not followed.
    package mutating func restoreDraft(_ text: String, in room: RoomName) {
        guard let index = index(of: room), rooms[index].editor.isEmpty else { return }
        rooms[index].editor = LineEditor(text)
    }

    /// When the next tick is due, because something on the screen changes by then; `nil` if nothing
    /// does.
    ///
    /// Before each batch of inputs a tick is welcome too, so that `now` is right.
    package var wakeAt: Timestamp? {
        var moments = room.typing.values.map(\.self)
        if case .offline(_, let retryAt) = health, retryAt > now {
            moments.append(now.adding(milliseconds: 1_000))
        }
        if let watch = reading.watch, watch.room == room.name, watch.seq > room.read ?? 0 {
            moments.append(watch.since.adding(milliseconds: Self.peekInterval))
        }
        for room in rooms where needsMark(room) {
            moments.append((room.marked.at ?? now).adding(milliseconds: Self.markInterval))
        }
        return moments.min()
    }
}
