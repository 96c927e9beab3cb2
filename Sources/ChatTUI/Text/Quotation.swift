/// Somebody's words between quotation marks, which they cannot close.
enum Quotation {
    /// Quotes words.
    ///
    /// - Parameter words: any; a quotation mark in them is shown as an apostrophe.
    /// - Returns: `"it is 'tea'"`, as safe as the words are.
    static func of(_ words: some StringProtocol) -> String {
        var inner = String.UnicodeScalarView()
        // By scalars: with a mark that combines it would be another character, and look the same.
        for scalar in words.unicodeScalars { inner.append(scalar == "\"" ? "'" : scalar) }
        return "\"\(String(inner))\""
    }
}
