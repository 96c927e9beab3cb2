/// What a stream carries.
package enum Event: Hashable, Sendable {
    /// Kept in the log, numbered, and delivered once and in order.
    case durable(DurableEvent)
    /// Of the moment: no number, no cursor, may be merged or dropped under load.
    case ephemeral(EphemeralEvent)
    /// About the stream itself.
    case control(ControlEvent)
}
