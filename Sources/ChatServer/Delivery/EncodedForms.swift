import Synchronization

/// The forms of some events that many streams write, each made at most once, by whoever asks first.
final class EncodedForms: Sendable {
    private let forms = Mutex<[Encoding: EncodedEvents]>([:])

    /// The events in a form.
    ///
    /// - Parameter encode: makes it; of the same events each time.
    /// - Returns: the shared bytes.
    func encoded(as encoding: Encoding, _ encode: () -> EncodedEvents) -> EncodedEvents {
        forms.withLock { forms in
            if let known = forms[encoding] { return known }
            let made = encode()
            forms[encoding] = made
            return made
        }
    }
}
