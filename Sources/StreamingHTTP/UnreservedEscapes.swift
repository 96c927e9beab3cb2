import Serialization

/// Escapes of characters that need none: a path means the same without them.
///
/// Source: RFC 3986, sections 2.3 and 6.2.2.2.
public enum UnreservedEscapes {
    /// Takes them out of the path of a request's target.
    ///
    /// Does not suspend.
    ///
    /// - Parameter target: a path, maybe with a query behind it, which stays as it is.
    /// - Returns: the target; as it was where a `%` of the path begins no escape, since it could
    ///   come to begin one.
    public static func removed(from target: String) -> String {
        let percent = UInt8(ascii: "%")
        let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
        guard path.contains(percent) else { return target }
        var bytes: [UInt8] = []
        var rest = path
        while let byte = rest.popFirst() {
            guard byte == percent else {
                bytes.append(byte)
                continue
            }
            guard let first = rest.popFirst(), let second = rest.popFirst(),
                let meant = PercentText.byte(first, second)
            else { return target }
            bytes += PercentText.isUnreserved(meant) ? [meant] : [byte, first, second]
        }
        bytes += target.utf8[path.endIndex...]
        return String(decoding: bytes, as: UTF8.self)
    }
}
