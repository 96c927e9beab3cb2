/// The tag characters of a flag such as Scotland's: the only place where they may stand.
///
/// Source: Unicode Technical Standard 51, definition ED-14a and annex C.
enum FlagTags {
    /// The scalar they follow.
    static let flag: Unicode.Scalar = "\u{1F3F4}"
    /// A region of two letters or three digits and a subdivision of one to four.
    private static let lengths = 3...7
    private static let end: Unicode.Scalar = "\u{E007F}"

    /// The number of scalars of a whole, valid tag sequence.
    ///
    /// - Parameter index: of the flag in it.
    /// - Returns: the tags and their end; 0 when what follows the flag is no valid sequence.
    static func length(in scalars: [Unicode.Scalar], after index: Int) -> Int {
        let rest = scalars[(index + 1)...].prefix(lengths.upperBound + 1)
        let tags = rest.prefix { isLetterOrDigit($0) }
        guard lengths.contains(tags.count), rest.dropFirst(tags.count).first == end else {
            return 0
        }
        return tags.count + 1
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        (0xe0030...0xe0039).contains(scalar.value) || (0xe0061...0xe007a).contains(scalar.value)
    }
}
