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
                let high = first.hexValue, let low = second.hexValue
            else { return target }
            let meant = high << 4 | low
            bytes += isUnreserved(meant) ? [meant] : [byte, first, second]
        }
        bytes += target.utf8[path.endIndex...]
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension UInt8 {
    /// The value of a digit of an escape, of either case; `nil` for any other character.
    var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
