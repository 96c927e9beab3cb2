import ChatProtocol
import ChatStore

/// Which events a stream asked for; control events always pass.
struct StreamFilter: Hashable, Sendable {
    /// What is wanted of the log.
    var durable = EventFilter()
    /// What is wanted of the moment.
    var ephemeral: Set<String> = Self.ephemeralTypes

    /// The ephemeral types by their names on the wire.
    static let ephemeralTypes: Set<String> = ["presence", "typing", "read"]

    /// True when every durable event passes, so that shared bytes can be written whole.
    var takesAllDurable: Bool { durable.isEmpty }

    /// True when messages pass, as far as their type goes.
    var takesMessages: Bool { durable.types?.contains(.message) ?? true }

    /// Tells whether an event passes.
    ///
    /// - Returns: true if the stream asked for it.
    func admits(_ event: Event) -> Bool {
        switch event {
        case .control: true
        case .durable(let event): durable.includes(event)
        case .ephemeral(let ephemeral):
            self.ephemeral.contains(event.typeName) && durable.match == nil && admits(ephemeral)
        }
    }

    /// Tells whether one of a batch's events passes.
    ///
    /// - Parameter batch: which folds its texts once for all streams.
    /// - Returns: true if the stream asked for it.
    func admits(_ index: Int, of batch: RoomBatch) -> Bool {
        durable.includes(batch.events[index]) { batch.searchedText(at: index) }
    }

    private func admits(_ event: EphemeralEvent) -> Bool {
        guard let user = durable.user else { return true }
        switch event {
        case .presence(_, let who, _), .typing(_, let who): return who == user
        case .read: return false
        }
    }
}
