/// How messages are read.
package enum EventView: Sendable, Hashable {
    /// As they were said, deleted texts too: the raw log, for the operator alone.
    case said
    /// As they were said, without the texts that were deleted since.
    case redacted
    /// As they are now: edits and deletions applied, reactions counted.
    case now
}
