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

    /// Parses a name.
    ///
    /// - Parameter text: any text from anyone; upper case ASCII is folded.
    /// - Throws: what is wrong with it.
    package init(_ text: some StringProtocol) throws(NameError) {
        if text.utf8.first == UInt8(ascii: "@") {
            let member = try MemberName(text.dropFirst())
            description = "@" + member.folded
            return
        }
        let bytes = text.utf8
        guard let first = bytes.first else { throw .empty }
        guard bytes.count <= Self.byteLimit else {
            throw .tooLong(count: bytes.count, limit: Self.byteLimit)
        }
        let leads = first.isASCIILetter || first.isASCIIDigit
        for scalar in text.unicodeScalars where !Self.allows(scalar) { throw .badCharacter(scalar) }
        guard leads else { throw .badCharacter(Unicode.Scalar(first)) }
        description = String(decoding: bytes.map(\.lowercasedASCII), as: UTF8.self)
    }

    /// The member on the other side of a direct room; `nil` for every other room.
    package var directMember: MemberName? {
        guard description.utf8.first == UInt8(ascii: "@") else { return nil }
        // The text was parsed as a member's name when this value was made.
        return try? MemberName(description.dropFirst())
    }

    /// Orders by their text, byte by byte.
    ///
    /// - Parameters:
    ///   - left: one.
    ///   - right: another.
    /// - Returns: true if `left` comes first.
    package static func < (left: RoomName, right: RoomName) -> Bool {
        left.description < right.description
    }

    private static func allows(_ scalar: Unicode.Scalar) -> Bool {
        guard let byte = UInt8(exactly: scalar.value) else { return false }
        return byte.isASCIILetter || byte.isASCIIDigit || "._-".utf8.contains(byte)
    }
}
