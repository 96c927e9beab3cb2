package import ChatProtocol

/// An event as lines of a log on the disk: each says when, which and who, so that a search gives
/// all of it.
package enum LogLines {
    /// The lines of an event.
    ///
    /// - Parameters:
    ///   - event: of a room.
    ///   - zone: of the times.
    /// - Returns: `2026-11-22 07:41:00 [3] ben: text`, without line breaks; none for reactions.
    package static func of(_ event: DurableEvent, in zone: LocalZone) -> [String] {
        let time = LocalTime(event.at, in: zone)
        let head = "\(time.shortDate) \(time.hourMinuteAndSecond) [\(event.seq)] "
        return words(for: event).map { head + $0 }
    }

    /// The day whose file an event belongs to.
    ///
    /// - Parameters:
    ///   - event: of a room.
    ///   - zone: of the times.
    /// - Returns: `2026-11-22`.
    package static func day(of event: DurableEvent, in zone: LocalZone) -> String {
        LocalTime(event.at, in: zone).shortDate
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
        case .delete(let target, _): return ["\(user) took back [\(target)]"]
        case .react, .unknown: return []
        case .room(let change): return [SafeText("-- \(RoomWords.of(change))").singleLine]
        case .member(let member, let role, _):
            return ["-- \(RoomWords.of(role, member: member, by: user))"]
        }
    }
}
