package import ChatProtocol

/// A file that a member's messages carry, all of them together.
package struct SharedFile: Hashable, Sendable {
    /// Of its bytes, 64 hexadecimal digits.
    package let sha256: String
    /// Who said them, the name folded.
    package let member: String
    /// Bytes.
    package let size: Int64
    /// When the newest of these messages was said.
    package let newest: Timestamp
}
