/// How well a few letters fit a name.
enum FuzzyMatch {
    // What a fit is worth. What its place takes off is less than the step to the next kind.
    private static let whole = 1_000
    private static let beginning = 900
    private static let beginningOfPart = 700
    private static let middle = 500
    private static let apart = 300

    /// How well they fit: all of them stand in the name, in their order.
    ///
    /// - Complexity: O(letters × name).
    ///
    /// - Returns: the higher the better: the name itself, its beginning, the beginning of a part of
    ///   it, its middle, its letters apart; `nil` if they do not fit.
    static func score(_ letters: String, in name: String) -> Int? {
        let (letters, name) = (Array(letters.utf8), Array(name.utf8))
        guard !letters.isEmpty else { return 0 }
        guard letters.count <= name.count else { return nil }
        if let place = place(of: letters, in: name) {
            if letters.count == name.count { return whole }
            if place == 0 { return beginning }
            let before = name[place - 1]
            return (isLetter(before) ? middle : beginningOfPart) - min(place, 99)
        }
        return spread(letters, in: name).map { max(1, apart - $0) }
    }

    /// Where the letters stand side by side; at the beginning of a part if they do there too.
    private static func place(of letters: [UInt8], in name: [UInt8]) -> Int? {
        let places = (0...(name.count - letters.count)).filter {
            name[$0..<$0 + letters.count].elementsEqual(letters)
        }
        return places.first { $0 == 0 || !isLetter(name[$0 - 1]) } ?? places.first
    }

    /// How many letters of the name stand between the first and the last that fit.
    private static func spread(_ letters: [UInt8], in name: [UInt8]) -> Int? {
        var next = 0
        var first: Int?
        for (place, byte) in name.enumerated() where byte == letters[next] {
            if first == nil { first = place }
            next += 1
            if next == letters.count { return place - (first ?? 0) - letters.count + 1 }
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
            || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            || byte >= 0x80
    }
}
