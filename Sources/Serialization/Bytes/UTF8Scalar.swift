/// One scalar of a text in UTF-8.
public enum UTF8Scalar {
    /// The scalar that begins at an index.
    ///
    /// - Parameters:
    ///   - index: of a leading byte.
    ///   - utf8: the bytes of a `String`, which are valid UTF-8.
    /// - Returns: the scalar and its bytes, 1 to 4; U+FFFD and 1 if the bytes were not valid.
    @inlinable public static func at(
        _ index: Int,
        in utf8: Span<UInt8>
    ) -> (scalar: Unicode.Scalar, length: Int) {
        let lead = utf8[index]
        guard lead >= 0x80 else { return (Unicode.Scalar(lead), 1) }
        let length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
        guard index + length <= utf8.count else { return ("\u{FFFD}", 1) }
        var value = UInt32(lead) & (0xff >> (UInt32(length) + 1))
        for next in index + 1..<index + length {
            value = value << 6 | UInt32(utf8[next]) & 0x3f
        }
        guard let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
        return (scalar, length)
    }
}
