import ChatProtocol

/// A text without its case (``CaseFolding``), to be found in others.
package struct FoldedText: Sendable, Hashable {
    /// The text as it was given.
    let text: String
    private let bytes: [UInt8]
    /// For each of the bytes, how many of them are still matched when the one after it differs.
    private let fallbacks: [Int]

    /// Folds a text.
    ///
    /// - Parameter text: any text from anyone; the empty one is in every text.
    /// - Complexity: O(bytes of `text`).
    package init(_ text: String) {
        self.text = text
        bytes = CaseFolding.fold(text)
        fallbacks = Self.fallbacks(of: bytes)
    }

    /// Whether the text is in another one, without regard to case.
    ///
    /// - Complexity: O(bytes of `text`), whatever is sought.
    ///
    /// - Returns: true for the empty text too.
    package func isIn(_ text: String) -> Bool { isIn(SearchedText(text)) }

    /// Whether the text is in another one that was folded before.
    ///
    /// - Complexity: O(bytes of `text`), whatever is sought.
    ///
    /// - Returns: true for the empty text too.
    package func isIn(_ text: SearchedText) -> Bool {
        var steps = 0
        return isIn(text, steps: &steps)
    }

    /// As ``isIn(_:)``, and counts the bytes that were compared: at most twice those of `text`.
    ///
    /// Source: Knuth, Morris, Pratt, Fast Pattern Matching in Strings, SIAM J. Comput. 6 (1977).
    func isIn(_ text: SearchedText, steps: inout Int) -> Bool {
        guard !bytes.isEmpty else { return true }
        guard text.bytes.count >= bytes.count else { return false }
        var matched = 0
        for byte in text.bytes {
            steps += 1
            while matched > 0, bytes[matched] != byte {
                matched = fallbacks[matched - 1]
                steps += 1
            }
            if bytes[matched] == byte { matched += 1 }
            if matched == bytes.count { return true }
        }
        return false
    }

    private static func fallbacks(of bytes: [UInt8]) -> [Int] {
        var fallbacks = [Int](repeating: 0, count: bytes.count)
        var matched = 0
        for index in bytes.indices.dropFirst() {
            while matched > 0, bytes[matched] != bytes[index] { matched = fallbacks[matched - 1] }
            if bytes[matched] == bytes[index] { matched += 1 }
            fallbacks[index] = matched
        }
        return fallbacks
    }
}

/// A text that is folded once, in which any number of ``FoldedText``s are sought.
package struct SearchedText: Sendable, Hashable {
    fileprivate let bytes: [UInt8]

    /// Folds a text.
    package init(_ text: String) {
        bytes = CaseFolding.fold(text)
    }
}
