/// Something in the configuration that cannot be, with where it stands.
package struct ConfigurationFault: Error, Hashable, Sendable {
    /// From 1.
    package let line: Int
    /// For people; safe for a terminal once it passed `SafeText`.
    package let words: String

    /// Makes a fault.
    ///
    /// - Parameters:
    ///   - line: the line in the file, from 1.
    ///   - words: what is wrong, and what would be right.
    package init(line: Int, words: String) {
        self.line = line
        self.words = words
    }
}
