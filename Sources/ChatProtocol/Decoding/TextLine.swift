import Serialization

/// A line of a text stream.
package enum TextLine: Hashable, Sendable {
    /// `07:40:00 alice: hello`; the time is `HH:MM:SS` in UTC, the room is there if lines name it.
    case message(timeOfDay: String, room: RoomName?, user: MemberName, text: String)
    /// `07:40:00 * alice waves`.
    case action(timeOfDay: String, room: RoomName?, user: MemberName, text: String)
    /// A further line of the message or action before it.
    case continuation(String)
    /// What follows `# `.
    case control(String)

    /// Reads a line.
    ///
    /// - Parameter line: without its ending.
    /// - Throws: ``DecodingFailure/malformed(_:)`` when it has no legal beginning.
    package init(_ line: String) throws(DecodingFailure) {
        if let text = line.removing(prefix: "# ") {
            self = .control(text)
        } else if let text = line.removing(prefix: TextFormat.continuation.description) {
            self = .continuation(text)
        } else if let spoken = Self(spoken: line) {
            self = spoken
        } else {
            throw .malformed("a line begins as no line of a text stream does")
        }
    }

    private init?(spoken line: String) {
        let time = String(line.unicodeScalars.prefix(8))
        guard Timestamp("1970-01-01T\(time)Z") != nil,
            var rest = line.removing(prefix: time + " ")
        else { return nil }
        var room: RoomName?
        // A member's name may begin with a bracket, but a colon stands behind it.
        if let word = rest.firstWord, word.hasPrefix("["), word.hasSuffix("]"),
            // What is no room's name is looked at as a member's.
            let name = try? RoomName(word.dropFirst().dropLast())
        {
            room = name
            rest = rest.removing(prefix: word + " ") ?? ""
        }
        let isAction = rest.hasPrefix("* ")
        if isAction { rest = rest.removing(prefix: "* ") ?? "" }
        guard let word = rest.firstWord, let text = rest.removing(prefix: word + " "),
            isAction || word.hasSuffix(":"),
            // What is no member's name is no line of speech.
            let user = try? MemberName(isAction ? word[...] : word.dropLast())
        else { return nil }
        self =
            isAction
            ? .action(timeOfDay: time, room: room, user: user, text: text)
            : .message(timeOfDay: time, room: room, user: user, text: text)
    }
}

extension String {
    /// What follows a prefix of ASCII, compared scalar by scalar; `nil` without the prefix.
    fileprivate func removing(prefix: String) -> String? {
        guard unicodeScalars.starts(with: prefix.unicodeScalars) else { return nil }
        return String(unicodeScalars.dropFirst(prefix.unicodeScalars.count))
    }

    /// The text before the first space; `nil` without a space.
    fileprivate var firstWord: String? {
        guard let space = unicodeScalars.firstIndex(of: " ") else { return nil }
        return String(unicodeScalars[..<space])
    }
}
