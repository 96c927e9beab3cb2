/// The faults of one part of a check: the first ones in words, and how many there are.
struct FaultList {
    /// Faults that are told one by one; further ones are counted.
    static let toldFaults = 5

    /// How many there are.
    private(set) var count = 0
    /// The first of them in words.
    private(set) var told: [String] = []

    /// Takes one.
    mutating func add(_ words: String) {
        count += 1
        if told.count < Self.toldFaults { told.append(words) }
    }

    /// What is said of the part.
    ///
    /// - Parameter sound: what is said where there is none.
    func findings(of part: String, sound: String) -> [CheckFinding] {
        guard count > 0 else { return [.init(part, .sound, sound)] }
        let further = count - told.count
        return told.map { .init(part, .fault, $0) }
            + (further > 0 ? [.init(part, .fault, "and \(further) more")] : [])
    }
}
