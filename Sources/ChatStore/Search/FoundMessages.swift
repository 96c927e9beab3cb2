package import ChatProtocol

/// Messages that were read by their positions.
package struct FoundMessages: Sendable {
    /// As they are now, without those that were deleted.
    package var messages: [DurableEvent] = []
    /// How many of the positions were looked at: the rest did not fit.
    package var count = 0
    /// What they count for an answer.
    private var bytes = 0

    /// Makes an empty answer.
    package init() {}

    /// Whether another message may be looked at.
    fileprivate var hasRoom: Bool { bytes <= EventQuery.answerBytes }

    /// Takes what stands at the next position.
    ///
    /// - Parameter event: a message as it is now; `nil` where there is none.
    fileprivate mutating func take(_ event: DurableEvent?) {
        count += 1
        guard let event, case .message(let message) = event.content,
            message.state?.isDeleted != true
        else { return }
        bytes += EventQuery.eventBytes + event.content.textBytes
        messages.append(event)
    }
}

extension SQLSession {
    /// Reads messages as they are now, some by each query.
    ///
    /// - Parameter positions: of messages, in the order that is wanted.
    /// - Returns: as many as one answer may hold.
    func messages(at positions: some Sequence<Int64>, of log: LogName) throws -> FoundMessages {
        var reader = EventReader(log: log, view: .now)
        var found = FoundMessages()
        var rest = Array(positions)[...]
        while !rest.isEmpty, found.hasRoom {
            let (some, values) = Statements.nextPositions(of: &rest)
            var messages: [Int64: DurableEvent] = [:]
            try run(Statements.messagesNow, values) { row in
                let event = try reader.event(from: row)
                if let position = event.cursor?.position { messages[position] = event }
                return true
            }
            for position in some where found.hasRoom { found.take(messages[position]) }
        }
        return found
    }
}
