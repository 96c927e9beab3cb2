package import ChatProtocol

/// An event as lines of a log on the disk: each says when, which and who, so that a search gives
/// all of it.
package enum LogLines {
    /// The lines of an event.
    ///
    /// - Returns: `2026-11-22 07:41:00 [3] ben: text`, without line breaks; none for reactions.
    package static func of(_ event: DurableEvent, in zone: LocalZone) -> [String] {
        let time = LocalTime(event.at, in: zone)
        let head = "\(time.shortDate) \(time.hourMinuteAndSecond) [\(event.seq)] "
        return words(for: event).map { head + $0 }
    }

    /// The day whose file an event belongs to.
    ///
    /// - Returns: `2026-11-22`.
    package static func day(of event: DurableEvent, in zone: LocalZone) -> String {
        LocalTime(event.at, in: zone).shortDate
    }

    /// The line in the place of events that are not held.
    ///
    /// - Parameters:
    ///   - seq: of the event before them; 0 if nothing is known of what was before.
    ///   - next: the `seq` of the event behind them; in a room that was made anew it may be less.
    /// - Returns: `nil` where nothing is missing.
    package static func missing(after seq: Int64, before next: Int64) -> String? {
        guard seq > 0, next > seq, next - seq > 1 else { return nil }
        guard next - seq > 2 else { return "-- event \(seq + 1) was not here" }
        return "-- events \(seq + 1) to \(next - 1) were not here"
    }

    private static func words(for event: DurableEvent) -> [String] {
        let user = event.user
        switch event.content {
        case .message(let message):
            let sign = message.kind == .action ? "* \(user) " : "\(user): "
            let file = message.file.map { " [file \($0.name), \($0.size) bytes, \($0.url)]" } ?? ""
            return SafeText(message.text + file).lines.map { sign + $0 }
        case .edit(let target, let text):
            return SafeText(text).lines.map { "\(user) changed [\(target)]: \($0)" }
        case .delete(let target, let reason):
            return ["\(user) deleted [\(target)]\(Deletion.why(reason))"]
        case .react, .unknown: return []
        case .room(let change):
            return [SafeText("-- \(RoomWords.of(change, by: user))").singleLine]
        case .member(let member, let role, let terms):
            return ["-- \(RoomWords.of(role, terms, member: member, by: user))"]
        }
    }
}
