/// The web addresses in a message: http and https alone.
package enum WebLinks {
    /// Addresses that are found in one message; further ones are left out.
    static let limit = 50
    /// Bytes of an address; a longer one is none.
    static let byteLimit = 4_096

    /// The addresses of a message.
    ///
    /// - Parameter text: what was said.
    /// - Returns: in order, each once, without the marks that end a sentence behind them.
    static func all(in text: String) -> [String] {
        var found: [String] = []
        for word in text.split(whereSeparator: { $0.isWhitespace || "<>\"|`".contains($0) }) {
            guard let start = start(in: word) else { continue }
            let link = trimmed(word[start...])
            guard isWhole(link), !found.contains(link) else { continue }
            found.append(link)
            if found.count == limit { break }
        }
        return found
    }

    /// Whether a text is nothing but one address, fit to be handed to another program.
    ///
    /// - Parameter text: any.
    /// - Returns: `true` if it is.
    package static func isWhole(_ text: String) -> Bool {
        guard text.utf8.count <= byteLimit, let colon = text.firstIndex(of: ":") else {
            return false
        }
        let rest = text[colon...].dropFirst(3)
        return ["http", "https"].contains(text[..<colon].lowercased())
            && text[colon...].hasPrefix("://") && !rest.isEmpty
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && !(0x7f...0x9f ~= $0.value) }
    }

    /// Where an address begins in a word, such as behind a bracket.
    private static func start(in word: Substring) -> Substring.Index? {
        var place = word.startIndex
        while place < word.endIndex {
            let rest = word[place...].prefix(8).lowercased()
            if rest.hasPrefix("http://") || rest.hasPrefix("https://") { return place }
            place = word.index(after: place)
        }
        return nil
    }

    /// Without what ends a sentence, and without a bracket that was opened before the address.
    private static func trimmed(_ word: Substring) -> String {
        var link = word
        while let last = link.last {
            if ".,;:!?'*_~".contains(last) {
                link.removeLast()
            } else if last == ")",
                link.count(where: { $0 == ")" }) > link.count(where: { $0 == "(" })
            {
                link.removeLast()
            } else if last == "]", !link.contains("[") {
                link.removeLast()
            } else {
                break
            }
        }
        return String(link)
    }
}
