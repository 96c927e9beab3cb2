package import ChatProtocol

/// What became of a draft that was taken.
package enum Appended: Sendable, Hashable {
    /// It is in the log now.
    case new(DurableEvent)
    /// Its key was used before: this is the event of then.
    case known(DurableEvent)

    /// The event in the log, either way.
    package var event: DurableEvent {
        switch self {
        case .new(let event), .known(let event): event
        }
    }
}
