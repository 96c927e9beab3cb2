package import ChatProtocol

/// What became of a try to post.
package enum PostVerdict: Hashable, Sendable {
    /// It is durable; the event is `nil` for a change whose answer has none.
    case posted(DurableEvent?)
    /// It will never be taken.
    case refused(Problem)
    /// It may be taken later.
    case later(CallFailure)
}
