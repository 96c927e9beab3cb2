import Serialization

/// The grammar of JSON, to the letter.
///
/// Foundation's decoder takes a comma behind the last element, and looks at no escape that it need
/// not read. Source: RFC 8259.
package enum JSONGrammar {
    /// Whether a text is JSON.
    ///
    /// - Parameter utf8: any bytes.
    /// - Returns: false for what is no UTF-8, and for more than one value.
    package static func allows(_ utf8: Span<UInt8>) -> Bool {
        guard utf8.isUTF8 else { return false }
        var scanner = JSONScanner(at: JSONScanner.start(of: utf8))
        do throws(DecodingFailure) {
            _ = try scanner.value(in: utf8)
        } catch {
            return false
        }
        _ = scanner.next(in: utf8)
        return scanner.index == utf8.count
    }

    /// A name that stands twice in one object, however deep that is.
    ///
    /// - Parameter utf8: a text that ``allows(_:)`` has let through.
    /// - Returns: the name; `nil` where readers cannot differ.
    package static func repeatedName(in utf8: Span<UInt8>) -> String? {
        var scanner = JSONScanner(at: JSONScanner.start(of: utf8))
        do throws(DecodingFailure) {
            return try repeated(&scanner, in: utf8)?.description
        } catch {
            // Its grammar was looked at.
            return nil
        }
    }

    private static func repeated(
        _ scanner: inout JSONScanner,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) -> JSONName? {
        var names: [JSONName] = []
        var opening = scanner.next(in: utf8)
        switch opening {
        case UInt8(ascii: "{"):
            while let name = try scanner.name(after: &opening, in: utf8) {
                names.append(name)
                if let inner = try repeated(&scanner, in: utf8) { return inner }
            }
        case UInt8(ascii: "["):
            while try scanner.hasElement(after: &opening, in: utf8) {
                if let inner = try repeated(&scanner, in: utf8) { return inner }
            }
        default: _ = try scanner.value(in: utf8)
        }
        return JSONName.repeated(in: names)
    }
}
