import ChatProtocol

/// A form in which events leave: a format, and whether each event names its room (for a stream of
/// several rooms in text, where nothing else tells).
struct Encoding: Hashable, Sendable {
    var format: Format
    var namesRooms: Bool
    /// Who sees direct rooms in it, which each of the two knows by the other's name; `nil` where
    /// none is.
    var viewer: MemberName?
    /// Whether CSV is for a spreadsheet, which would run a cell that begins like a formula.
    var forSpreadsheets = false

    /// The encoder of this form.
    var encoder: EventEncoder {
        EventEncoder(format: format, namesRooms: namesRooms, forSpreadsheets: forSpreadsheets)
    }

    /// Encodes events into one buffer, and notes where each ends.
    ///
    /// - Returns: the bytes with their ends.
    func encode(_ events: some Sequence<Event>) -> EncodedEvents {
        let encoder = encoder
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for event in events {
            encoder.append(event.shown(to: viewer), to: &bytes)
            ends.append(bytes.count)
        }
        return EncodedEvents(bytes: bytes, ends: ends)
    }
}

extension Encoding {
    /// The form for the events of one room, which is the same for all who see the same.
    ///
    /// - Parameter room: as the log names it.
    /// - Returns: the form, without a viewer where the room is not direct.
    func of(_ room: RoomName) -> Encoding {
        guard viewer != nil, !room.isDirect else { return self }
        var encoding = self
        encoding.viewer = nil
        return encoding
    }
}
