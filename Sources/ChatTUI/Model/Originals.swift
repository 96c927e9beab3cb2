import ChatProtocol

/// Messages that others answer, fetched one by one since the timeline does not reach back to them.
struct Originals: Sendable {
    /// Messages that are kept; at this bound all are forgotten, and fetched again as they show.
    static let limit = 200

    private var states: [Int64: State] = [:]

    /// What is known of a message.
    enum State: Hashable, Sendable {
        case asked, gone
        /// It did not come: only a person, or the next stream, has it asked for again.
        case failed
        case held(DurableEvent)
    }

    /// What is known of a message.
    ///
    /// - Parameter seq: the message's; `nil` is returned if nothing was asked yet.
    subscript(seq: Int64) -> State? {
        get { states[seq] }
        set {
            if states.count >= Self.limit, states[seq] == nil { states = [:] }
            states[seq] = newValue
        }
    }

    /// The messages that have come, in no order.
    var held: [DurableEvent] {
        states.values.compactMap { state in
            if case .held(let event) = state { event } else { nil }
        }
    }

    /// Forgets what was asked for and did not come, whether or not that is known.
    mutating func forgetAsked() {
        states = states.filter { $0.value != .asked && $0.value != .failed }
    }

    /// Forgets what is known not to have come: it may be asked for again.
    mutating func forgetFailed() {
        states = states.filter { $0.value != .failed }
    }
}

extension Timeline {
    /// What is held of a room together with the messages that were fetched one by one.
    ///
    /// Of what lies between them it knows no more than before, whatever ``known`` of it says.
    ///
    /// - Parameter originals: of the same room.
    /// - Returns: itself where none was fetched.
    /// - Complexity: O(events), if any was.
    func joined(with originals: Originals) -> Timeline {
        let fetched = originals.held.filter { index(of: $0.seq) == nil }
        guard !fetched.isEmpty else { return self }
        var joined = self
        joined.merge(fetched, before: nil, atStart: false)
        return joined
    }
}
