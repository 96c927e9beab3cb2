import ChatProtocol

/// The web addresses in a message: http and https alone.
package enum WebLinks {
    /// Addresses that are found in one message; further ones are left out.
    static let limit = 50
    /// Bytes of an address; a longer one is none.
    static let byteLimit = 4_096

    /// The addresses of a message: those that are drawn as links, and those in code.
    ///
    /// - Complexity: O(characters).
    ///
    /// - Returns: in order, each once, without the marks that end a sentence behind them.
    static func all(in text: String) -> [String] {
        var found: [String] = []
        for line in SafeText(text).lines where found.count < limit {
            let characters = Array(line)
            var place = 0
            while found.count < limit, let colon = characters[place...].firstIndex(of: ":") {
                place = colon + 1
                guard let range = WebAddress.range(in: characters, around: colon) else { continue }
                place = range.upperBound
                let link = String(characters[range])
                if isWhole(link), !found.contains(link) { found.append(link) }
            }
        }
        return found
    }

    /// Whether a text is nothing but one address, fit to be handed to another program.
    ///
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
}
