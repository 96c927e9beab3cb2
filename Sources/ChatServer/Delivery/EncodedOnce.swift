import ChatProtocol

/// Events that many streams write, encoded at most once for each form, by whoever asks first.
final class EncodedOnce: Sendable {
    let events: [Event]
    private let forms = EncodedForms()

    /// Takes the events.
    init(_ events: [Event]) {
        self.events = events
    }

    /// The events in a form.
    ///
    /// - Returns: the shared bytes.
    func encoded(as encoding: Encoding) -> EncodedEvents {
        let encoding = events.first?.ephemeralRoom.map { encoding.of($0) } ?? encoding
        return forms.encoded(as: encoding) { encoding.encode(events) }
    }
}

extension Event {
    /// The room of an event of the moment; `nil` for every other event.
    fileprivate var ephemeralRoom: RoomName? {
        if case .ephemeral(let event) = self { event.room } else { nil }
    }
}
