/// Where links lead, each once and by its number, which the styles of cells have.
struct LinkTable: Hashable, Sendable {
    /// In the order of their numbers.
    private(set) var targets: [String] = []
    private var numbers: [String: UInt16] = [:]

    var isEmpty: Bool { targets.isEmpty }

    /// The number of a link, which joins the table if it is not there.
    ///
    /// - Parameter target: where it leads: `http` or `https`, in printable ASCII.
    /// - Returns: `nil` when there are more than a number tells apart.
    mutating func number(of target: String) -> UInt16? {
        if let number = numbers[target] { return number }
        guard let number = UInt16(exactly: targets.count) else { return nil }
        targets.append(target)
        numbers[target] = number
        return number
    }

    /// Where a link leads.
    ///
    /// - Returns: `nil` if no link of this table has it.
    subscript(number: UInt16) -> String? {
        Int(number) < targets.count ? targets[Int(number)] : nil
    }

    static func == (left: Self, right: Self) -> Bool { left.targets == right.targets }

    func hash(into hasher: inout Hasher) {
        hasher.combine(targets)
    }
}
