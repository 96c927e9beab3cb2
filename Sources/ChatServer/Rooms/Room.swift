import ChatProtocol
import ChatStore

/// One room: its state, changed by one caller at a time.
///
/// No method suspends between reading the state and changing it. What was committed comes from the
/// tail alone (``apply(_:)``), so a post may await the log without holding anything.
actor Room {
    private var state: RoomState
    private let store: ChatStore
    private let uptime: @Sendable () -> Duration

    /// Takes over a room of the store.
    ///
    /// - Parameters:
    ///   - state: what the store knew of it.
    ///   - store: where its messages go.
    ///   - uptime: a clock that never goes back.
    init(state: RoomState, store: ChatStore, uptime: @escaping @Sendable () -> Duration) {
        self.state = state
        self.store = store
        self.uptime = uptime
    }

    /// The room as it is listed.
    ///
    /// Does not suspend beyond the hop.
    var snapshot: RoomState { state }

    /// Posts what a member says or does here.
    ///
    /// Suspends until it is durable and every room has heard of it; the state may have changed on
    /// return, and is not read again.
    ///
    /// - Parameter draft: of this room, its bounds checked.
    /// - Returns: the event, new or known by its key.
    /// - Throws: a problem for the client.
    func post(_ draft: Draft) async throws(Problem) -> Appended {
        if case .message(let message) = draft.content, let target = message.replyTo {
            guard target >= 1, target <= state.newest else { throw .noSuchMessage(target) }
        }
        do {
            return try await store.append(draft)
        } catch {
            throw .telling(error)
        }
    }

    /// Takes over what was committed here; called by the tail, in order.
    ///
    /// - Parameter events: of this room, in order.
    func apply(_ events: [DurableEvent]) {
        state.apply(events)
    }

    /// Notes a new stream of a member.
    ///
    /// - Parameter member: who.
    /// - Returns: what is to be announced.
    func arrived(_ member: MemberName) -> EphemeralEvent? {
        state.arrived(member)
    }

    /// Notes the end of a stream of a member.
    ///
    /// - Parameter member: who.
    /// - Returns: true if a departure is now due later.
    func left(_ member: MemberName) -> Bool {
        state.left(member, now: uptime())
    }

    /// Takes the departures that are due.
    ///
    /// - Returns: what is to be announced, and whether more are due later.
    func departures() -> (events: [EphemeralEvent], isWaiting: Bool) {
        state.departures(now: uptime())
    }

    /// Notes that a member is typing.
    ///
    /// - Parameter member: who.
    /// - Returns: what is to be announced, if anything.
    func typing(_ member: MemberName) -> EphemeralEvent? {
        state.typing(member, now: uptime())
    }
}
