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
}
