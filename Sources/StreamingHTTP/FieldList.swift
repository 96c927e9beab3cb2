/// The values of fields that are lists.
///
/// Source: RFC 9110, section 5.6.1.
package enum FieldList {
    /// Splits a value at its commas.
    ///
    /// They are looked for among bytes, as every other program on the way does: a letter that
    /// joins with what stands behind it, as U+0600 does, hides none.
    ///
    /// Does not suspend.
    ///
    /// - Parameter value: of one field, or of several with commas between.
    /// - Returns: the elements without the blanks around them, and without empty ones.
    package static func elements(of value: String) -> [Substring] {
        value.utf8.split(separator: UInt8(ascii: ","))
            .map { Substring(trimmed($0)) }
            .filter { !$0.utf8.isEmpty }
    }

    private static func trimmed(_ element: Substring.UTF8View) -> Substring.UTF8View {
        var rest = element.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
