/// The name of a member: what IRC allows in a nickname, so that those fit.
///
/// `[A-Za-z0-9_.|^{}\[\]\\`-]{1,32}`. Two names that differ in case alone are equal, and hash
/// alike; the spelling is kept for show.
///
/// Source: docs/API.md, section 1.
package struct MemberName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The most bytes in a name.
    package static let byteLimit = 32
    /// The member that everyone without credentials shares in open mode.
    package static let guest = MemberName(trusted: "guest")

    /// The name as it was first spelled.
    package let description: String
    /// The name in lower case: what makes it unique.
    package let folded: String

    /// Parses a name.
    ///
    /// - Parameter text: any text from anyone.
    /// - Throws: what is wrong with it.
    package init(_ text: some StringProtocol) throws(NameError) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.byteLimit else {
            throw .tooLong(count: text.utf8.count, limit: Self.byteLimit)
        }
        for scalar in text.unicodeScalars where !Self.allows(scalar) { throw .badCharacter(scalar) }
        self.init(trusted: String(text))
    }

    private init(trusted text: String) {
        description = text
        folded = String(decoding: text.utf8.map(\.lowercasedASCII), as: UTF8.self)
    }

    /// Compares without regard to case.
    ///
    /// - Parameters:
    ///   - left: one.
    ///   - right: another.
    /// - Returns: true if both name the same member.
    package static func == (left: MemberName, right: MemberName) -> Bool {
        left.folded == right.folded
    }

    /// Orders by their folded text.
    ///
    /// - Parameters:
    ///   - left: one.
    ///   - right: another.
    /// - Returns: true if `left` comes first.
    package static func < (left: MemberName, right: MemberName) -> Bool {
        left.folded < right.folded
    }

    /// Hashes what makes the name unique.
    ///
    /// - Parameter hasher: takes it.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(folded)
    }

    private static func allows(_ scalar: Unicode.Scalar) -> Bool {
        guard let byte = UInt8(exactly: scalar.value) else { return false }
        return byte.isASCIILetter || byte.isASCIIDigit || "_.|^{}[]\\`-".utf8.contains(byte)
    }
}
