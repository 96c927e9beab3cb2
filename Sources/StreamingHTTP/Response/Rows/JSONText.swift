/// The little JSON that the framings themselves write.
enum JSONText {
    /// Makes a string of JSON.
    ///
    /// - Parameter text: any.
    /// - Returns: the text in quotes, with nothing in it that ends the string or the line.
    static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends a string of JSON.
    ///
    /// Source: RFC 8259, section 7.
    ///
    /// - Parameters:
    ///   - text: any.
    ///   - bytes: get the text in quotes, with nothing in it that ends the string or the line.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let utf8 = text.utf8.span
        if utf8.indices.contains(where: { isEscaped(utf8[$0]) }) {
            for index in utf8.indices { append(utf8[index], to: &bytes) }
        } else {
            // Copied before the span ends.
            unsafe utf8.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "\n"): bytes += #"\n"#.utf8
        case UInt8(ascii: "\r"): bytes += #"\r"#.utf8
        case UInt8(ascii: "\t"): bytes += #"\t"#.utf8
        case 0..<0x10: bytes += (#"\u000"# + String(byte, radix: 16)).utf8
        case 0..<0x20: bytes += (#"\u00"# + String(byte, radix: 16)).utf8
        default: bytes.append(byte)
        }
    }
}
