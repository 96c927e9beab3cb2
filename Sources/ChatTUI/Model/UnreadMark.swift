import ChatProtocol

/// From where on the person called a room unread, as it outlives the run: two numbers.
struct UnreadMark: Hashable, Sendable {
    /// The first unread message.
    var from: Int64
    /// The newest that was read by the server's word: where more was, the person has read on.
    var read: Int64
}

extension UnreadMark {
    /// Reads what ``text`` wrote.
    ///
    /// - Parameter text: any text; `nil` for what is no such mark.
    init?(_ text: some StringProtocol) {
        let words = text.split(separator: " ")
        let numbers = words.compactMap { WireNumber($0)?.value }
        guard words.count == 2, numbers.count == 2, numbers[0] > 0 else { return nil }
        self.init(from: numbers[0], read: numbers[1])
    }

    /// As it is kept.
    var text: String { "\(from) \(read)" }
}
