import ChatProtocol
import ChatStore

/// What was taken of limits of rate at a server, as it tells the others.
enum SpentNotice {
    /// Tokens of one bucket.
    struct Item: Hashable, Sendable {
        /// Which limit it is of.
        enum Kind: String, Sendable {
            case member, address
            case signIn = "sign-in"
            case signInName = "sign-in-name"
        }

        let kind: Kind
        /// Whose; without a line break.
        let key: String
        let count: Int
    }

    /// Writes items, parted so that each notice is as long as one may be at the most.
    ///
    /// - Parameter items: any number of them.
    /// - Returns: the texts.
    static func texts(of items: [Item]) -> [String] {
        var texts: [String] = []
        for item in items {
            let line = "\(item.kind.rawValue) \(item.count) \(item.key)"
            if let last = texts.last, last.utf8.count + 1 + line.utf8.count <= Notice.textLimit {
                texts[texts.count - 1] += "\n" + line
            } else {
                texts.append(line)
            }
        }
        return texts
    }

    /// Reads a notice.
    ///
    /// - Parameter text: of any server.
    /// - Returns: what it tells of; what cannot be read is left out.
    static func items(_ text: String) -> [Item] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard words.count == 3, let kind = Item.Kind(rawValue: String(words[0])),
                let count = WireNumber(String(words[1]))?.value
            else { return nil }
            return Item(kind: kind, key: String(words[2]), count: Int(clamping: count))
        }
    }
}
