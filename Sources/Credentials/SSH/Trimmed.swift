/// A text without blanks and line ends about it.
enum Trimmed {
    static func text(_ text: some StringProtocol) -> String {
        let head = String(text).unicodeScalars.drop(while: \.properties.isWhitespace)
        let end = head.lastIndex { !$0.properties.isWhitespace }
        return end.map { String(head[...$0]) } ?? ""
    }
}
