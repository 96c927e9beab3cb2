/// What a member puts on a message: an emoji, or a short text in its place (`+1`).
///
/// A name between colons is for a client to look up: two clients would show `:smile:` and 😄 as two.
package struct Emoji: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of UTF-8: the longest emoji in use has 35.
    package static let byteLimit = 64

    package let description: String

    /// Checks an emoji.
    ///
    /// - Parameter text: any text from anyone.
    /// - Throws: what is wrong with it: it is empty or too long, or has white space, a control, a
    ///   mark without a base, or is a `:name:`.
    package init(_ text: String) throws(NameError) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.byteLimit else {
            throw .tooLong(count: text.utf8.count, limit: Self.byteLimit)
        }
        if text.utf8.count > 1, text.utf8.first == UInt8(ascii: ":"),
            text.utf8.last == UInt8(ascii: ":")
        {
            throw .badCharacter(":")
        }
        let scalars = text.unicodeScalars
        if let space = scalars.first(where: \.properties.isWhitespace) {
            throw .badCharacter(space)
        }
        let safe = SafeText(text).description.unicodeScalars
        guard !scalars.elementsEqual(safe) else {
            description = text
            return
        }
        let place = zip(scalars, safe).first { $0 != $1 }?.0
        throw .badCharacter(place ?? scalars.last ?? "\u{FFFD}")
    }
}
