import ChatProtocol

/// Messages that others answer, fetched one by one since the timeline does not reach back to them.
struct Originals: Sendable {
    /// Messages that are kept; at this bound all are forgotten, and fetched again as they show.
    static let limit = 200

    private var states: [Int64: State] = [:]

    /// What is known of a message.
    enum State: Hashable, Sendable {
        case asked, gone
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

    /// Forgets what was asked for and did not come.
    mutating func forgetAsked() {
        states = states.filter { $0.value != .asked }
    }
}
