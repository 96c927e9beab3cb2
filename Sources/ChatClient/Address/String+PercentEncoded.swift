extension String {
    /// The text with every byte percent-encoded that is not unreserved, so that it can be one part
    /// of a path or of a query.
    ///
    /// Source: RFC 3986, section 2.3.
    var percentEncoded: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for byte in utf8 {
            if byte.isUnreserved {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    private static let unreservedMarks = Array("-._~".utf8)

    /// True for letters, digits and `-._~`.
    fileprivate var isUnreserved: Bool {
        let folded = self | 0x20
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(folded)
            || Self.unreservedMarks.contains(self)
    }
}
