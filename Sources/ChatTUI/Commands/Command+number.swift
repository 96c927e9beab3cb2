extension Command {
    /// As far as a number of a message, a room or a server may go: it can be counted on with.
    private static let numbers = -1_000_000...1_000_000

    /// A number that a person or a program wrote behind a command.
    ///
    /// - Parameter text: digits, perhaps behind a sign.
    /// - Returns: the number, the nearest one within ±1,000,000 if it is larger, or `nil` if it is
    ///   no number.
    static func number(_ text: some StringProtocol) -> Int? {
        Int(text).map { min(max($0, numbers.lowerBound), numbers.upperBound) }
    }
}
