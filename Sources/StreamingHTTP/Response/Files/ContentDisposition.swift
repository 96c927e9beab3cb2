/// The field that says what a browser does with a body.
///
/// Source: RFC 6266, sections 4.3 and 5; RFC 8187, section 3.2.
enum ContentDisposition {
    /// The body is to be saved.
    ///
    /// - Parameter name: of the file, any text.
    /// - Returns: the field's value. A name that is no plain word goes out twice: in printable
    ///   ASCII with `_` for the rest, and exactly, for whoever reads that.
    static func attachment(_ name: String) -> String {
        guard name.isEmpty || !name.utf8.allSatisfy(isToken) else {
            return "attachment; filename=\(name)"
        }
        let plain = name.unicodeScalars.map { isQuotable($0) ? Character($0) : "_" }
        return "attachment; filename=\"\(String(plain))\"; filename*=UTF-8''\(encoded(name))"
    }

    /// Source: RFC 9110, section 5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    private static func isQuotable(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar.value < 0x7f && scalar != "\"" && scalar != "\\"
    }

    /// Source: RFC 8187, section 3.2.1: all but `attr-char` is escaped.
    private static func encoded(_ name: String) -> String {
        name.utf8.map { byte in
            if isAlphanumeric(byte) || "!#$&+-.^_`|~".utf8.contains(byte) {
                return String(Character(Unicode.Scalar(byte)))
            }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
