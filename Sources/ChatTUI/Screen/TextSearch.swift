import ChatProtocol

/// Finding a few words in what was said, in any case.
struct TextSearch: Hashable, Sendable {
    /// What is looked for, as it was typed.
    let text: String
    private let folded: String
    private let bytes: [UInt8]
    private let isASCII: Bool

    /// Makes a search.
    ///
    /// - Parameter text: what is looked for; of nothing, nothing is found.
    init(_ text: String) {
        self.text = text
        folded = text.lowercased()
        bytes = Array(folded.utf8)
        isASCII = bytes.allSatisfy { $0 < 0x80 }
    }

    /// Whether a text has it.
    ///
    /// - Parameter other: what was said.
    /// - Returns: `true` if it has.
    /// - Complexity: O(bytes), without a copy if what is looked for is ASCII.
    func isIn(_ other: String) -> Bool {
        guard let first = bytes.first else { return false }
        guard isASCII else { return other.lowercased().contains(folded) }
        let utf8 = other.utf8
        guard utf8.count >= bytes.count else { return false }
        var start = utf8.startIndex
        var left = utf8.count
        while left >= bytes.count {
            if utf8[start].lowercasedASCII == first,
                zip(utf8[start...], bytes).allSatisfy({ $0.lowercasedASCII == $1 })
            {
                return true
            }
            start = utf8.index(after: start)
            left -= 1
        }
        return false
    }

    /// Where it stands in a row of cells.
    ///
    /// - Parameter cells: of a line.
    /// - Returns: ranges of cells, from the left; none overlap.
    func places(in cells: [Cell]) -> [Range<Int>] {
        let wanted = Array(folded)
        guard !wanted.isEmpty else { return [] }
        let clusters = cells.indices.filter { cells[$0].width > 0 }
        let letters = clusters.map { cells[$0].text.lowercased() }
        var places: [Range<Int>] = []
        var place = 0
        while place + wanted.count <= letters.count {
            if zip(letters[place...], wanted).allSatisfy({ $0 == String($1) }) {
                let last = clusters[place + wanted.count - 1]
                places.append(clusters[place]..<last + max(1, Int(cells[last].width)))
                place += wanted.count
            } else {
                place += 1
            }
        }
        return places
    }
}
