/// How messages are read.
package enum EventView: Sendable, Hashable {
    /// As they were said: the raw log.
    case said
    /// As they are now: edits and deletions applied, reactions counted.
    case now
}
