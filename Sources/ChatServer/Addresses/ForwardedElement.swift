/// One element of `Forwarded`: what one proxy tells of the request that it passed on.
///
/// Source: RFC 7239, section 4, with the quoted strings of RFC 9110, section 5.6.4.
struct ForwardedElement {
    private let text: Substring

    /// The elements of a field, the last one first: the nearest proxy's.
    ///
    /// - Parameters:
    ///   - field: the value of `Forwarded`.
    ///   - limit: how many at the most.
    /// - Returns: without empty ones.
    static func lastFirst(in field: String, atMost limit: Int) -> [ForwardedElement] {
        parts(of: field[...], at: UInt8(ascii: ","), atMost: limit)
            .filter { !$0.allSatisfy(\.isWhitespace) }
            .map { ForwardedElement(text: $0) }
    }

    /// What the element says of something.
    ///
    /// - Parameter name: of a parameter, in small letters.
    /// - Returns: without the quotes around it; `nil` if the element does not say it, says it
    ///   twice, or in a way that cannot be read.
    func value(of name: String) -> String? {
        let values = Self.parts(of: text, at: UInt8(ascii: ";"), atMost: .max)
            .map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
            .filter { $0[0].filter { !$0.isWhitespace }.lowercased() == name }
        guard values.count == 1, let pair = values.first, pair.count == 2 else { return nil }
        return Self.unquoted(pair[1].trimmed)
    }

    /// The parts of a text from its end on, between separators that stand in no quoted string.
    ///
    /// From the end, since what stands at the beginning is a client's word: a quote that it leaves
    /// open swallows nothing of what a proxy has added.
    private static func parts(
        of text: Substring,
        at separator: UInt8,
        atMost limit: Int
    ) -> [Substring] {
        // Bytes: what a letter joins with in Unicode hides no separator.
        let bytes = text.utf8
        var parts: [Substring] = []
        var end = bytes.endIndex
        var isQuoted = false
        for index in bytes.indices.reversed() where parts.count < limit {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                if !isQuoted || !isEscaped(index, in: bytes) { isQuoted.toggle() }
            case separator where !isQuoted:
                parts.append(text[bytes.index(after: index)..<end])
                end = index
            default: break
            }
        }
        if parts.count < limit { parts.append(text[..<end]) }
        return parts
    }

    /// Whether a quote within a quoted string is a letter of it.
    private static func isEscaped(_ index: String.Index, in bytes: Substring.UTF8View) -> Bool {
        let escapes = bytes[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }
        return !escapes.count.isMultiple(of: 2)
    }

    /// A token as it is, or the text of a quoted string; `nil` for what is neither.
    private static func unquoted(_ text: Substring) -> String? {
        let letters = text.unicodeScalars
        guard letters.first == "\"" else {
            return letters.contains { $0 == "\"" } ? nil : String(text)
        }
        var value = String.UnicodeScalarView()
        var isEscaped = false
        var isClosed = false
        for letter in letters.dropFirst() {
            guard !isClosed else { return nil }
            if isEscaped || letter != "\\" && letter != "\"" {
                value.append(letter)
                isEscaped = false
            } else if letter == "\\" {
                isEscaped = true
            } else {
                isClosed = true
            }
        }
        return isClosed ? String(value) : nil
    }
}
