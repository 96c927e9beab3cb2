import ChatProtocol

/// Finding a few words in what was said, without regard to case and accents, as the server does.
struct TextSearch: Hashable, Sendable {
    /// What is looked for, as it was typed.
    let text: String
    private let bytes: [UInt8]
    private let isASCII: Bool

    /// Makes a search.
    ///
    /// - Parameter text: what is looked for; of nothing, nothing is found.
    init(_ text: String) {
        self.text = text
        bytes = Array(SearchFolding.folded(text).utf8)
        isASCII = bytes.allSatisfy { $0 < 0x80 }
    }

    /// Whether a text has it.
    ///
    /// - Complexity: O(bytes), without a copy of what is ASCII.
    ///
    /// - Returns: `true` if it has.
    func isIn(_ other: String) -> Bool {
        guard !bytes.isEmpty else { return false }
        let utf8 = other.utf8
        if utf8.allSatisfy({ $0 < 0x80 }) { return isASCII && isIn(bytes: utf8) }
        return isIn(bytes: Array(SearchFolding.folded(other).utf8))
    }

    private func isIn(bytes other: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = bytes.first else { return false }
        var start = other.startIndex
        var left = other.count
        while left >= bytes.count {
            if other[start].lowercasedASCII == first,
                zip(other[start...], bytes).allSatisfy({ $0.lowercasedASCII == $1 })
            {
                return true
            }
            start = other.index(after: start)
            left -= 1
        }
        return false
    }

    /// Where it stands in a row of cells.
    ///
    /// - Returns: ranges of cells, from the left; none overlap.
    func places(in cells: [Cell]) -> [Range<Int>] {
        guard !bytes.isEmpty else { return [] }
        let clusters = cells.indices.filter { cells[$0].width > 0 }
        let letters = clusters.map { Array(SearchFolding.folded(cells[$0].text).utf8) }
        var places: [Range<Int>] = []
        var place = 0
        while place < letters.count {
            guard let end = self.end(of: letters, from: place) else {
                place += 1
                continue
            }
            let last = clusters[end - 1]
            places.append(clusters[place]..<last + max(1, Int(cells[last].width)))
            place = end
        }
        return places
    }

    /// Behind which letter it ends where it begins with another one; `nil` where it does not.
    private func end(of letters: [[UInt8]], from start: Int) -> Int? {
        guard letters[start].first == bytes.first else { return nil }
        var matched = 0
        for place in start..<letters.count {
            for byte in letters[place] {
                guard byte == bytes[matched] else { return nil }
                matched += 1
                // A letter of several stands out whole.
                if matched == bytes.count { return place + 1 }
            }
        }
        return nil
    }
}
