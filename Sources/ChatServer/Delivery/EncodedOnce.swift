import ChatProtocol

/// Events that many streams write, encoded at most once for each form, by whoever asks first.
final class EncodedOnce: Sendable {
    let events: [Event]
    private let forms = EncodedForms()

    /// Takes the events.
    ///
    /// - Parameter events: in order.
    init(_ events: [Event]) {
        self.events = events
    }

    /// The events in a form.
    ///
    /// - Parameter encoding: the form.
    /// - Returns: the shared bytes.
    func encoded(as encoding: Encoding) -> EncodedEvents {
        forms.encoded(as: encoding) { encoding.encode(events) }
    }
}
