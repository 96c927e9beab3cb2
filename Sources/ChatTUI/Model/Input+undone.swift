import ChatProtocol

extension Input {
    /// What the model is told where an effect is not done, as too much waits already: nothing may
    /// wait for its answer any longer.
    package init(undone effect: Effect) {
        let reason = "too much waits to be done already"
        switch effect {
        case .post(let message): self = .refused(key: message.key, reason: reason, of: message)
        case .loadHistory(let room, _), .loadAfter(let room, _), .loadAround(let room, _):
            self = .historyFailed(room, reason: reason)
        case .loadMessage(let room, let seq): self = .messageFailed(room, seq: seq)
        case .loadUnheld(let room, let question): self = .unheld(room, question, nil)
        case .search(let request): self = .searchFailed(request.number, reason: reason)
        case .transfer(let number, _): self = .transfer(number, .failed("not done: \(reason)"))
        case .decide(let room, .enter), .decide(let room, .useCode):
            self = .notEntered(room, reason: "not done: \(reason)")
        case .serverBan: self = .serverBan(.notDone(reason: "not done: \(reason)"))
        case .settle: self = .settled
        default: self = .notice("\(reason); something was left out")
        }
    }
}
