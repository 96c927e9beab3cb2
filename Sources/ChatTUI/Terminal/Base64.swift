/// Bytes as letters.
///
/// Source: RFC 4648, section 4.
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// Encodes bytes, with padding.
    ///
    /// - Parameter bytes: any.
    /// - Returns: a third more letters than there were bytes.
    static func encode(_ bytes: [UInt8]) -> String {
        var letters: [UInt8] = []
        letters.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...group.count {
                letters.append(alphabet[bits >> (18 - 6 * place) & 63])
            }
            letters += repeatElement(UInt8(ascii: "="), count: 3 - group.count)
        }
        return String(decoding: letters, as: UTF8.self)
    }
}
