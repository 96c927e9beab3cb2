package import ChatProtocol

/// A member's name, to be found as a word of a message.
///
/// A word is a run of the characters that names are made of, and of anything beyond ASCII; full
/// stops at its end are the sentence's. So `alice:`, `@Alice` and `hi alice.` mention alice, and
/// `alice_` and `malice` do not.
package struct Mention: Sendable, Hashable {
    private let name: [UInt8]

    /// Makes what finds a member.
    ///
    /// - Parameter member: whose name is sought, without regard to case.
    package init(of member: MemberName) {
        name = Array(member.folded.utf8)
    }

    /// Whether a text mentions the member.
    ///
    /// - Parameter text: any text from anyone.
    package func isIn(_ text: String) -> Bool {
        text.utf8.split(whereSeparator: { !Self.isInWord($0) }).contains { word in
            guard word.count >= name.count else { return false }
            let rest = word.dropFirst(name.count)
            return rest.allSatisfy { $0 == UInt8(ascii: ".") }
                && word.prefix(name.count).elementsEqual(name) { $0.lowercasedASCII == $1 }
        }
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte.isASCIILetter || byte.isASCIIDigit
            || "_.|^{}[]\\`-".utf8.contains(byte)
    }
}
