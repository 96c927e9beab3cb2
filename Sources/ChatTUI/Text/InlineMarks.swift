/// The marks of Markdown in one line of a message: `code`, **bold**, *emphasis*, ~~strike~~, and
/// web addresses.
///
/// The text stays as it was written, its signs too: they only get another look, so that nothing
/// that somebody said is ever hidden.
/// Source: CommonMark 0.31, sections 6.1, 6.2 and 6.5; GitHub Flavored Markdown, 6.5 and 6.9. An
/// asterisk inside of a word is none of these.
struct InlineMarks {
    private static let delimiters: [(sign: [Character], mark: Mark)] = [
        (["*", "*"], .strong), (["_", "_"], .strong), (["~", "~"], .strike), (["*"], .emphasis),
        (["_"], .emphasis),
    ]

    let characters: [Character]
    /// What each character is, by its place.
    private(set) var marks: [Mark]
    /// The web addresses, from the left.
    private(set) var links: [(range: Range<Int>, target: String)] = []

    /// Reads a line.
    ///
    /// - Parameter line: safe for a terminal, without line breaks.
    /// - Complexity: O(characters).
    init(_ line: String) {
        characters = Array(line)
        marks = Array(repeating: [], count: characters.count)
        findCode()
        findLinks()
        for (sign, mark) in Self.delimiters where characters.contains(sign[0]) {
            find(sign, mark)
        }
    }

    /// Whether a line can have marks at all: most have none, and need not be read.
    ///
    /// - Returns: `false` if it is plain.
    static func mayBeIn(_ line: String) -> Bool {
        line.utf8.contains { "*_~`".utf8.contains($0) || $0 == UInt8(ascii: ":") }
    }

    // MARK: - Code

    private mutating func findCode() {
        guard characters.contains("`") else { return }
        var place = 0
        // A run of so many backticks was looked for and is not in the rest of the line.
        var missing: Set<Int> = []
        while let start = characters[place...].firstIndex(of: "`") {
            let length = run(of: "`", at: start)
            place = start + length
            guard !missing.contains(length) else { continue }
            guard let end = closing(backticks: length, from: place) else {
                missing.insert(length)
                continue
            }
            mark(start..<place, .sign)
            mark(place..<end, .code)
            mark(end..<end + length, .sign)
            place = end + length
        }
    }

    private func closing(backticks length: Int, from start: Int) -> Int? {
        var place = start
        while let next = characters[place...].firstIndex(of: "`") {
            let found = run(of: "`", at: next)
            if found == length { return next > start ? next : nil }
            place = next + found
        }
        return nil
    }

    private func run(of sign: Character, at start: Int) -> Int {
        characters[start...].prefix { $0 == sign }.count
    }

    // MARK: - Links

    private mutating func findLinks() {
        var place = 0
        while let colon = characters[place...].firstIndex(of: ":") {
            place = colon + 1
            guard let range = WebAddress.range(in: characters, around: colon),
                !marks[range].contains(where: { !$0.isEmpty })
            else { continue }
            place = range.upperBound
            mark(range, .link)
            guard let target = WebAddress.target(characters[range]) else { continue }
            links.append((range, target))
        }
    }

    // MARK: - Delimiters

    private mutating func find(_ sign: [Character], _ mark: Mark) {
        var place = 0
        while let open = next(sign, from: place, where: opens) {
            // Where none closes this one, none closes a later one either.
            let inside = open + sign.count
            guard let close = next(sign, from: inside + 1, where: closes) else { return }
            self.mark(open..<inside, .sign)
            self.mark(inside..<close, mark)
            self.mark(close..<close + sign.count, .sign)
            place = close + sign.count
        }
    }

    private func next(
        _ sign: [Character],
        from start: Int,
        where fits: (Range<Int>) -> Bool
    ) -> Int? {
        var place = start
        while place + sign.count <= characters.count {
            let range = place..<place + sign.count
            if isFree(range), characters[range].elementsEqual(sign), fits(range) { return place }
            place += 1
        }
        return nil
    }

    private func isFree(_ range: Range<Int>) -> Bool {
        let sign = characters[range.lowerBound]
        guard marks[range].allSatisfy({ $0.isDisjoint(with: [.code, .link, .sign]) }) else {
            return false
        }
        return range.count > 1
            || !isRest(range.lowerBound - 1, of: sign) && !isRest(range.upperBound, of: sign)
    }

    /// Whether a place has one more of the same sign, so that what stands beside it is only a part
    /// of a run.
    private func isRest(_ place: Int, of sign: Character) -> Bool {
        characters.indices.contains(place) && characters[place] == sign
            && !marks[place].contains(.sign)
    }

    private func opens(_ range: Range<Int>) -> Bool {
        guard range.upperBound < characters.count, !characters[range.upperBound].isWhitespace
        else { return false }
        return range.lowerBound == 0 || !isWordPart(characters[range.lowerBound - 1])
    }

    private func closes(_ range: Range<Int>) -> Bool {
        guard range.lowerBound > 0, !characters[range.lowerBound - 1].isWhitespace else {
            return false
        }
        return range.upperBound == characters.count || !isWordPart(characters[range.upperBound])
    }

    private func isWordPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber
    }

    private mutating func mark(_ range: Range<Int>, _ mark: Mark) {
        for index in range { marks[index].insert(mark) }
    }
}
