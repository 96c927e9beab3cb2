import ChatProtocol

/// What a request says of its body, as far as it is heeded: whether it is JSON, and whether its
/// text is UTF-8.
///
/// Source: RFC 9110, section 8.3.
struct BodyType: Hashable, Sendable {
    /// Whether it is JSON; if not, it is the text itself.
    let isJSON: Bool
    /// Whether it is said to be in another charset than UTF-8.
    let isForeign: Bool

    /// The type of a body of which nothing is said.
    init() { (isJSON, isForeign) = (false, false) }

    /// Reads the field.
    ///
    /// - Parameter field: the value of `Content-Type`.
    /// - Throws: `415 unsupported_type` for a form of several parts, as `curl -F` sends it: the
    ///   body is more than what it carries.
    init(_ field: String) throws(Problem) {
        guard !Self.names("multipart/form-data", field) else { throw .formOfParts }
        isJSON = Self.names("application/json", field)
        isForeign = Self.isForeign(field)
    }

    /// Whether a text of these bytes would be another one in the charset that is said.
    ///
    /// The charsets in use agree with UTF-8 where a text is plain ASCII.
    ///
    /// - Returns: true if they are not to be taken for UTF-8.
    func disowns(_ bytes: some Sequence<UInt8>) -> Bool {
        isForeign && !bytes.allSatisfy { (0x20...0x7e).contains($0) || "\t\n\r".utf8.contains($0) }
    }

    /// Byte by byte, since curl sends a type with each post.
    private static func names(_ type: String, _ field: String) -> Bool {
        var rest = type.utf8[...]
        for byte in field.utf8.prefix(while: { $0 != UInt8(ascii: ";") })
        where byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\t") {
            guard let next = rest.popFirst(), byte == next || byte | 0x20 == next else {
                return false
            }
        }
        return rest.isEmpty
    }

    private static let own: Set<String> = ["utf-8", "utf8", "us-ascii", "ascii"]

    private static func isForeign(_ field: String) -> Bool {
        guard field.utf8.contains(UInt8(ascii: ";")) else { return false }
        for parameter in field.lowercased().split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ !$0.isWhitespace }) == "charset" else {
                continue
            }
            return !own.contains(parts[1].filter { !$0.isWhitespace && $0 != "\"" })
        }
        return false
    }
}
