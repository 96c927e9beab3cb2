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
        EventEncoder(
            format: format,
            namesRooms: namesRooms,
            forSpreadsheets: forSpreadsheets
        )
    }

    /// Encodes events into one buffer, and notes where each ends.
    ///
    /// - Parameter events: in order.
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

extension Event {
    /// The event as a member gets it, who knows a direct room by the other's name.
    ///
    /// - Parameter viewer: who gets it.
    /// - Returns: the event.
    fileprivate func shown(to viewer: MemberName?) -> Event {
        guard let viewer else { return self }
        switch self {
        case .durable(let event): return .durable(event.shown(to: viewer))
        case .ephemeral(let event): return .ephemeral(event.shown(to: viewer))
        case .control(.lag(let room, let behind)):
            return .control(.lag(room: room.shown(to: viewer), behind: behind))
        case .control(.error(let room, let problem)):
            return .control(.error(room: room?.shown(to: viewer), problem))
        case .control: return self
        }
    }
}

extension EphemeralEvent {
    /// The event as a member gets it.
    ///
    /// - Parameter viewer: who gets it.
    /// - Returns: the event.
    fileprivate func shown(to viewer: MemberName) -> EphemeralEvent {
        switch self {
        case .presence(let room, let user, let here):
            .presence(room: room.shown(to: viewer), user: user, here: here)
        case .typing(let room, let user): .typing(room: room.shown(to: viewer), user: user)
        case .read(let room, let seq): .read(room: room.shown(to: viewer), seq: seq)
        }
    }
}
