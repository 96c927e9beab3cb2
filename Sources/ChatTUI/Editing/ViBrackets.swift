/// A kind of brackets, and how those of a text belong together.
enum ViBrackets: Hashable, CaseIterable {
    case round, square, curly, angle

    /// The first of a pair.
    var opening: Character {
        switch self {
        case .round: "("
        case .square: "["
        case .curly: "{"
        case .angle: "<"
        }
    }

    /// The second.
    var closing: Character {
        switch self {
        case .round: ")"
        case .square: "]"
        case .curly: "}"
        case .angle: ">"
        }
    }

    /// Where `%` leads: to the partner of the first bracket at the cursor or behind it.
    ///
    /// - Returns: `nil` if there is none.
    static func partner(behind place: Int, in text: [Character], before end: Int) -> Int? {
        for at in place..<max(place, end) {
            for kind in [Self.round, .square, .curly] {
                if text[at] == kind.opening { return kind.close(of: at, in: text) }
                if text[at] == kind.closing { return kind.open(around: at, in: text) }
            }
        }
        return nil
    }

    /// The pair around a place; a bracket that stands there is one of it.
    ///
    /// - Parameter times: 1 for the innermost pair, 2 for the one around that.
    /// - Returns: `nil` if there are not so many.
    func around(_ place: Int, in text: [Character], times: Int) -> (open: Int, close: Int)? {
        guard text.indices.contains(place) else { return nil }
        var start: Int? = text[place] == opening ? place : open(around: place, in: text)
        for _ in 1..<max(1, times) { start = start.flatMap { open(around: $0, in: text) } }
        guard let start, let end = close(of: start, in: text) else { return nil }
        return (start, end)
    }

    private func close(of start: Int, in text: [Character]) -> Int? {
        var depth = 0
        for place in start..<text.count {
            if text[place] == opening { depth += 1 }
            if text[place] == closing { depth -= 1 }
            if depth == 0 { return place }
        }
        return nil
    }

    /// The one that opens the pair in which a place stands, or which ends there.
    private func open(around place: Int, in text: [Character]) -> Int? {
        var depth = 0
        for at in (0..<place).reversed() {
            if text[at] == closing { depth += 1 }
            guard text[at] == opening else { continue }
            if depth == 0 { return at }
            depth -= 1
        }
        return nil
    }
}
