import Serialization

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
    /// Under which the operator's token speaks; nobody else may.
    package static let `operator` = MemberName(trusted: "operator")

    /// The name as it was first spelled.
    package let description: String
    /// The name in lower case: what makes it unique.
    package let folded: String

    /// Parses a name.
    ///
    /// - Throws: what is wrong with it.
    package init(_ text: String) throws(NameError) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.byteLimit else {
            throw .tooLong(count: text.utf8.count, limit: Self.byteLimit)
        }
        guard text.withBytes({ Self.allows($0) }) else {
            let scalar = text.unicodeScalars.first { scalar in
                UInt8(exactly: scalar.value).map { !Self.allowed.contains($0) } ?? true
            }
            throw .badCharacter(scalar ?? "\u{FFFD}")
        }
        self.init(trusted: text)
    }

    /// Parses a name.
    ///
    /// - Parameter text: any part of a text from anyone.
    /// - Throws: what is wrong with it.
    package init(_ text: some StringProtocol) throws(NameError) {
        try self.init(String(text))
    }

    private init(trusted text: String) {
        description = text
        let isFolded = text.withBytes { utf8 in
            for index in utf8.indices where utf8[index] != utf8[index].lowercasedASCII {
                return false
            }
            return true
        }
        folded =
            isFolded
            ? text : String(decoding: text.utf8.map(\.lowercasedASCII), as: UTF8.self)
    }

    /// Compares without regard to case.
    ///
    /// - Returns: true if both name the same member.
    package static func == (left: MemberName, right: MemberName) -> Bool {
        left.folded == right.folded
    }

    /// Orders by their folded text.
    ///
    /// - Returns: true if `left` comes first.
    package static func < (left: MemberName, right: MemberName) -> Bool {
        left.folded < right.folded
    }

    /// Hashes what makes the name unique.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(folded)
    }

    /// Whether a name may have a byte.
    ///
    /// - Parameter byte: of UTF-8.
    /// - Returns: false for what is no ASCII.
    package static func allows(_ byte: UInt8) -> Bool { allowed.contains(byte) }

    private static let allowed = ASCIISet(
        #"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.|^{}[]\`-"#
    )

    private static func allows(_ utf8: Span<UInt8>) -> Bool {
        for index in utf8.indices where !allowed.contains(utf8[index]) { return false }
        return true
    }
}
