import Serialization

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
        let exact = PercentText.encoded(name, keeping: isAttribute)
        return "attachment; filename=\"\(String(plain))\"; filename*=UTF-8''\(exact)"
    }

    /// Source: RFC 9110, section 5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        PercentText.isAlphanumeric(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    private static func isQuotable(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar.value < 0x7f && scalar != "\"" && scalar != "\\"
    }

    /// Source: RFC 8187, section 3.2.1, `attr-char`.
    private static func isAttribute(_ byte: UInt8) -> Bool {
        PercentText.isAlphanumeric(byte) || "!#$&+-.^_`|~".utf8.contains(byte)
    }
}
