import ChatProtocol
import Synchronization

/// Events that many streams write, encoded at most once for each form, by whoever asks first.
final class EncodedOnce: Sendable {
    let events: [Event]
    private let forms = Mutex<[Encoding: EncodedEvents]>([:])

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
        forms.withLock { forms in
            if let known = forms[encoding] { return known }
            let made = encoding.encode(events)
            forms[encoding] = made
            return made
        }
    }
}
