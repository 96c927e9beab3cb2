package import ChatProtocol

/// What became of a try to post.
package enum PostVerdict: Hashable, Sendable {
    /// It is durable; the event is `nil` if the server acknowledged it in words not understood.
    case posted(DurableEvent?)
    /// It will never be taken.
    case refused(Problem)
    /// It may be taken later.
    case later(CallFailure)
}
