/// The escapes of a URL's path.
///
/// Source: RFC 3986, section 2.1.
enum PercentEncoding {
    /// The text that an escaped one stands for.
    ///
    /// - Parameter escaped: any text from anyone.
    /// - Returns: `nil` where an escape is not complete, or the bytes are not UTF-8.
    static func text(of escaped: String) -> String? {
        guard escaped.utf8.contains(UInt8(ascii: "%")) else { return escaped }
        var bytes: [UInt8] = []
        var rest = escaped.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(value),
                let low = rest.popFirst().flatMap(value)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
