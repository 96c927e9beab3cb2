/// How a stream ended.
enum StreamOutcome: Hashable, Sendable {
    /// With a `bye`.
    case finished
    case clientGone
    /// Cut off: the log could not be read.
    case failed
}
