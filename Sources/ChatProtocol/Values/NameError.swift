/// Why a room's or a member's name was refused.
///
/// The text is for people; callers match on the case.
package enum NameError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    /// `count` bytes arrived where at most `limit` are allowed.
    case tooLong(count: Int, limit: Int)
    /// The first byte that may not stand where it stood, as a Unicode scalar.
    case badCharacter(Unicode.Scalar)

    package var description: String {
        switch self {
        case .empty: "the name is empty"
        case .tooLong(let count, let limit): "the name has \(count) bytes, at most \(limit) fit"
        case .badCharacter(let scalar): "the name has \(SafeText.quoted(scalar)) where it may not"
        }
    }
}
