/// Why a message was not taken into the outbox.
///
/// The text is for people.
package enum OutboxRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// So many wait already.
    case tooMany(limit: Int)
    /// So many bytes wait already.
    case tooLarge(limit: Int)
    /// It could not be kept.
    case notKept(FileError)

    package var description: String {
        switch self {
        case .tooMany(let limit): "\(limit) messages wait to be sent already"
        case .tooLarge(let limit): "\(limit / 1_048_576) MiB of messages wait to be sent already"
        case .notKept(let error): "it could not be kept on disk: \(error)"
        }
    }
}
