/// A text without its case, to be found in others.
///
/// Case is folded by Unicode's full mappings (`STRASSE` finds `Straße`). The bytes are compared, so
/// text that is composed differently (é in one scalar or two) differs.
package struct FoldedText: Sendable, Hashable {
    /// The text as it was given.
    let text: String
    private let bytes: [UInt8]

    /// Folds a text.
    ///
    /// - Parameter text: any text from anyone; the empty one is in every text.
    package init(_ text: String) {
        self.text = text
        bytes = Self.fold(text)
    }

    /// Whether the text is in another one, without regard to case.
    ///
    /// - Parameter text: any text from anyone.
    /// - Returns: true for the empty text too.
    /// - Complexity: O(bytes of `text`) times the bytes sought, at worst.
    package func isIn(_ text: String) -> Bool {
        guard let first = bytes.first else { return true }
        let folded = Self.fold(text)
        guard folded.count >= bytes.count else { return false }
        return (0...(folded.count - bytes.count)).contains { start in
            folded[start] == first && folded[start...].starts(with: bytes)
        }
    }

    private static func fold(_ text: String) -> [UInt8] {
        var bytes = [UInt8](text.utf8)
        guard bytes.allSatisfy({ $0 < 0x80 }) else {
            // Upper case first: it alone joins ß with ss and ς with σ.
            return Array(text.uppercased().lowercased().utf8)
        }
        for index in bytes.indices where bytes[index] >= 0x41 && bytes[index] <= 0x5a {
            bytes[index] |= 0x20
        }
        return bytes
    }
}
