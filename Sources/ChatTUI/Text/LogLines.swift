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
        let head = "\(moment(of: event, in: zone)) [\(event.seq)] "
        return words(for: event).map { head + $0 }
    }

    /// What the lines of an event begin with.
    ///
    /// - Parameters:
    ///   - event: of a room.
    ///   - zone: of the times.
    /// - Returns: `2026-11-22 07:41:00`, which sorts as the time does.
    package static func moment(of event: DurableEvent, in zone: LocalZone) -> String {
        let time = LocalTime(event.at, in: zone)
        return "\(time.shortDate) \(time.hourMinuteAndSecond)"
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

    /// The number of the event that a line is of.
    ///
    /// - Parameter line: of a log.
    /// - Returns: `nil` for a line that this did not write.
    package static func seq(in line: some StringProtocol) -> Int64? {
        let words = line.split(separator: " ", maxSplits: 3)
        guard words.count >= 3, words[2].hasPrefix("["), words[2].hasSuffix("]") else { return nil }
        return Int64(words[2].dropFirst().dropLast())
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
