/// What a person wants to be otherwise than it is by default.
package struct ClientOptions: Sendable {
    /// Which key does what.
    package var keys = KeyMap.standard
    /// Which key does what while a message is selected.
    package var selectKeys = SelectKeys.standard
    /// How times are written.
    package var time = TimeFormat.minutes
    /// Whether the wheel and clicks are taken from the start.
    package var takesMouse = false
    /// How long a lone ESC waits for the rest of a key, in milliseconds; `nil` is as usual.
    package var escapeDelay: Int?
    /// For what the person is called.
    package var calls = Calls.mentions
    /// Words that call the person as the own name does.
    package var highlights: [String] = []

    /// Words that are looked for in each message at most.
    package static let highlightLimit = 64

    /// For what the person is called: a bell and a notification.
    package enum Calls: String, Hashable, Sendable, CaseIterable {
        case none
        /// The own name, the highlighted words, and direct rooms.
        case mentions
        case all
    }

    /// Makes options as they are by default.
    package init() {}
}
