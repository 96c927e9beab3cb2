import ChatProtocol
import ChatStore

/// What was taken of limits of rate at a server, as it tells the others.
enum SpentNotice {
    /// Tokens of one bucket.
    struct Item: Hashable, Sendable {
        /// Which limit it is of.
        enum Kind: String, Sendable {
            case member, address, room
            case signIn = "sign-in"
            case signInName = "sign-in-name"
        }

        let kind: Kind
        /// Whose; without a line break.
        let key: String
        let count: Int
    }

    /// Writes items, parted so that each notice is as long as one may be at the most.
    static func texts(of items: [Item]) -> [String] {
        Notice.texts(of: items.lazy.map { "\($0.kind.rawValue) \($0.count) \($0.key)" })
    }

    /// Reads a notice.
    ///
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
