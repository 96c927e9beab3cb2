import ChatProtocol

/// That an operator ends a stream of another server, as servers tell each other.
struct DismissNotice: Hashable, Sendable {
    let stream: StreamID
    let name: MemberName

    /// As a notice says it; no name has a space.
    var text: String { "\(stream.number) \(name)" }
}

extension DismissNotice {
    /// Reads a notice; `nil` for what is none.
    init?(_ text: some StringProtocol) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, let number = WireNumber(words[0])?.value,
            let name = try? MemberName(words[1])
        else { return nil }
        self.init(stream: StreamID(number: Int(number)), name: name)
    }
}
