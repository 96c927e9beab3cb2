package import ChatProtocol

/// A member's name, to be found as a word of a message.
///
/// A word is a run of the characters that names are made of, and of letters beyond ASCII; full
/// stops at its end are the sentence's. So `alice:`, `“Alice”` and `hi alice.` mention alice, and
/// `alice_` and `malice` do not.
package struct Mention: Sendable, Hashable {
    private let name: [Unicode.Scalar]

    /// Makes what finds a member.
    ///
    /// - Parameter member: whose name is sought, without regard to case.
    package init(of member: MemberName) {
        name = Array(member.folded.unicodeScalars)
    }

    /// Whether a text mentions the member.
    ///
    /// - Parameter text: any text from anyone.
    /// - Returns: true when one of its words is the name.
    package func isIn(_ text: String) -> Bool {
        text.unicodeScalars.split(whereSeparator: { !Self.isInWord($0) }).contains { word in
            var rest = word
            for scalar in name {
                guard let first = rest.popFirst(), Self.folded(first) == scalar else {
                    return false
                }
            }
            return rest.allSatisfy { $0 == "." }
        }
    }

    private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
        guard let byte = UInt8(exactly: scalar.value), byte < 0x80 else {
            return scalar.properties.isAlphabetic
        }
        return byte.isASCIILetter || byte.isASCIIDigit || "_.|^{}[]\\`-".utf8.contains(byte)
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        UInt8(exactly: scalar.value).map { Unicode.Scalar($0.lowercasedASCII) } ?? scalar
    }
}
