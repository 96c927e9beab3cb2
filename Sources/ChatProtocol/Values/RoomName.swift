import Serialization

/// The name of a room, parsed once at the edge.
///
/// `[a-z0-9][a-z0-9._-]{0,63}`, or `@name` for the direct room with that member. Upper case is
/// folded.
///
/// Source: docs/API.md, section 1.
package struct RoomName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The most bytes in a room's own name; a direct room's bound is the member's.
    package static let byteLimit = 64

    /// The folded text, as it stands in a path and in an event.
    package let description: String

    /// The name as a part of an address.
    ///
    /// A direct room's may have what may not stand there: `\` is a slash to browsers.
    ///
    /// Source: RFC 3986, section 3.3.
    package var pathPart: String {
        let at = UInt8(ascii: "@")
        guard description.utf8.first == at else { return description }
        return PercentText.encoded(description) { $0 == at || PercentText.isUnreserved($0) }
    }

    /// Parses a name.
    ///
    /// - Parameter text: any text from anyone; upper case ASCII is folded.
    /// - Throws: what is wrong with it.
    package init(_ text: String) throws(NameError) {
        // Most names come from the log or a peer, and are whole and folded.
        if text.withBytes({ Self.isFolded($0) }) {
            description = text
        } else if text.utf8.first == UInt8(ascii: "@") {
            description = try "@" + MemberName(text.dropFirst()).folded
        } else {
            description = try Self.folded(text)
        }
    }

    /// Parses a name.
    ///
    /// - Parameter text: any part of a text from anyone; upper case ASCII is folded.
    /// - Throws: what is wrong with it.
    package init(_ text: some StringProtocol) throws(NameError) {
        try self.init(String(text))
    }

    /// The name under which the log keeps the direct room of two members, or notes to oneself.
    ///
    /// No name from outside is equal to it. What each of the two gets to see is ``shown(to:)``.
    ///
    /// - Parameter second: the other, or the same.
    package init(of first: MemberName, and second: MemberName) {
        let names = [first.folded, second.folded].sorted()
        description = "@\(names[0])&\(names[1])"
    }

    /// Reads a name as the log keeps it, that of a direct room too; `nil` for what is none.
    ///
    /// - Parameter text: from the log, or of another server of it.
    package init?(logged text: String) {
        // Why it is none is for who writes names.
        guard let name = RoomName(pair: text) ?? (try? RoomName(text)) else { return nil }
        self = name
    }

    /// Reads the name of a direct room as the log keeps it; `nil` for every other name.
    private init?(pair text: String) {
        guard text.utf8.first == UInt8(ascii: "@") else { return nil }
        let names = text.dropFirst().split(separator: "&", omittingEmptySubsequences: false)
        // Two of which one is no name make no room.
        guard names.count == 2, let first = try? MemberName(names[0]),
            let second = try? MemberName(names[1])
        else { return nil }
        self.init(of: first, and: second)
    }

    /// The two members of a direct room of the log, the same one twice for notes to oneself; `nil`
    /// for every other room, and for a direct room as it is called from outside.
    package var pair: (MemberName, MemberName)? {
        guard description.utf8.first == UInt8(ascii: "@") else { return nil }
        let names = description.dropFirst().split(separator: "&")
        // The text was made of two members' names when this value was made.
        guard names.count == 2, let first = try? MemberName(names[0]),
            let second = try? MemberName(names[1])
        else { return nil }
        return (first, second)
    }

    /// The name by which a member knows the room: a direct one is `@` and the other's name.
    ///
    /// - Parameter viewer: one of the two; `nil` leaves the name as it is.
    /// - Returns: the name for that member's eyes.
    package func shown(to viewer: MemberName?) -> RoomName {
        guard let viewer, let pair else { return self }
        return RoomName(direct: pair.0 == viewer ? pair.1 : pair.0)
    }

    /// The direct room with a member, as it is called from outside.
    ///
    /// - Parameter member: the other one, or oneself.
    package init(direct member: MemberName) {
        description = "@" + member.folded
    }

    /// Whether it is a direct room, however it is called.
    package var isDirect: Bool { description.utf8.first == UInt8(ascii: "@") }

    /// The member on the other side of a direct room; `nil` for every other room.
    package var directMember: MemberName? {
        guard description.utf8.first == UInt8(ascii: "@") else { return nil }
        // The text was parsed as a member's name when this value was made.
        return try? MemberName(description.dropFirst())
    }

    /// Orders by their text, byte by byte.
    ///
    /// - Returns: true if `left` comes first.
    package static func < (left: RoomName, right: RoomName) -> Bool {
        left.description < right.description
    }

    private static func folded(_ text: String) throws(NameError) -> String {
        let bytes = text.utf8
        guard let first = bytes.first else { throw .empty }
        guard bytes.count <= Self.byteLimit else {
            throw .tooLong(count: bytes.count, limit: Self.byteLimit)
        }
        for scalar in text.unicodeScalars where !Self.allows(scalar) { throw .badCharacter(scalar) }
        guard first.isASCIILetter || first.isASCIIDigit else {
            throw .badCharacter(Unicode.Scalar(first))
        }
        return String(decoding: bytes.map(\.lowercasedASCII), as: UTF8.self)
    }

    /// Whether it is the name of a room that is not direct, without upper case.
    private static func isFolded(_ utf8: Span<UInt8>) -> Bool {
        guard !utf8.isEmpty, utf8.count <= byteLimit else { return false }
        guard leading.contains(utf8[0]) else { return false }
        for index in utf8.indices where !following.contains(utf8[index]) { return false }
        return true
    }

    private static let leading = ASCIISet("abcdefghijklmnopqrstuvwxyz0123456789")
    private static let following = ASCIISet("abcdefghijklmnopqrstuvwxyz0123456789._-")

    private static func allows(_ scalar: Unicode.Scalar) -> Bool {
        guard let byte = UInt8(exactly: scalar.value) else { return false }
        return byte.isASCIILetter || byte.isASCIIDigit || "._-".utf8.contains(byte)
    }
}
