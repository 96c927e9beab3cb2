/// The escapes of a URL's path.
///
/// Source: RFC 3986, section 2.1.
package enum PercentEncoding {
    /// The text that an escaped one stands for, byte by byte: Foundation's leaves out a byte order
    /// mark at the beginning, and two texts would be one.
    ///
    /// Does not suspend.
    ///
    /// - Parameter escaped: any text from anyone.
    /// - Returns: `nil` where an escape is not complete, or the bytes are not UTF-8.
    package static func text(of escaped: String) -> String? {
        guard escaped.utf8.contains(UInt8(ascii: "%")) else { return escaped }
        var bytes: [UInt8] = []
        var rest = escaped.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexValue, let low = rest.popFirst()?.hexValue
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
