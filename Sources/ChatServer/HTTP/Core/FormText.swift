import Serialization

/// A text as it stands in a query: a plus sign is a blank, and an escape is a byte.
///
/// What is no escape stands for itself.
/// Source: WHATWG URL, sections 1.3 and 5.1.
struct FormText: Hashable, Sendable {
    /// The text.
    let value: String

    /// Decodes a text.
    ///
    /// - Parameter text: a query, or a name or a value of it; `nil` if it is not UTF-8.
    init?(_ text: some StringProtocol) {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") })
        else {
            // Nothing in it stands for something else.
            value = String(text)
            return
        }
        guard let value = String(validating: Self.bytes(of: text), as: UTF8.self) else {
            return nil
        }
        self.value = value
    }

    private static func bytes(of text: some StringProtocol) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"),
                let escaped = PercentText.byte(rest.first, rest.dropFirst().first)
            {
                rest.removeFirst(2)
                bytes.append(escaped)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return bytes
    }
}
