/// What `chat-server top` knows: the newest numbers, the course of some, and how the connection is.
///
/// Pure.
package struct TopModel: Hashable, Sendable {
    /// Values of a course that are kept: the widest screen shows no more.
    static let kept = 300

    /// The server's address, in printable ASCII.
    let server: String
    private(set) var figures: TopFigures?
    private(set) var messages: [Double] = []
    private(set) var deliveries: [Double] = []
    private(set) var memory: [Double] = []
    /// Why there is no connection; `nil` while there is one.
    private(set) var trouble: String?

    /// Begins without numbers.
    ///
    /// - Parameter server: its address; what is not printable ASCII is shown as `?`.
    package init(server: String) {
        self.server = Self.safe(server)
    }

    /// Takes the next numbers.
    package mutating func take(_ figures: TopFigures) {
        self.figures = figures
        trouble = nil
        Self.keep(figures.messagesPerSecond, in: &messages)
        Self.keep(figures.deliveriesPerSecond, in: &deliveries)
        Self.keep(Double(figures.memory), in: &memory)
    }

    /// Notes that the connection is lost; the last numbers stay.
    ///
    /// - Parameter reason: for a person; what is not printable ASCII is shown as `?`.
    package mutating func lose(_ reason: String) {
        trouble = Self.safe(reason)
    }

    private static func keep(_ value: Double, in values: inout [Double]) {
        if values.count >= kept { values.removeFirst() }
        values.append(value)
    }

    /// A text of which no byte can move a terminal's cursor.
    static func safe(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(200).map { scalar -> Character in
            (" "..."~").contains(scalar) ? Character(scalar) : "?"
        }
        return String(shown)
    }
}
