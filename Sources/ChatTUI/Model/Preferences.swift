package import ChatProtocol

/// What the person wants to be told about, and what not.
///
/// Plain values; the driver keeps them as ``lines``.
package struct Preferences: Hashable, Sendable {
    /// Entries of each kind; further ones are refused.
    package static let limit = 200
    /// Bytes of a highlighted word; a longer one is refused.
    package static let wordBytes = 64

    /// Rooms that ring for nothing and show no count.
    package var muted: Set<RoomName> = []
    /// What a room rings for, where that is not the usual.
    package var notify: [RoomName: Notify] = [:]
    /// Members whose messages do not show.
    package var ignored: Set<MemberName> = []
    /// Words that count as the person's name does, in lower case.
    package var highlights: [String] = []

    /// Whether the first run's line was read.
    package var isWelcomed = false

    /// What a room rings for.
    package enum Notify: String, Hashable, Sendable, CaseIterable {
        case all, mentions, none
    }

    /// The rooms in the order that the person gave them; others stand behind them.
    package var order: [RoomName] = []
    /// Messages to come back to, by their room, the oldest pin first.
    package var pins: [RoomName: [Pin]] = [:]

    /// Rooms of the person's that they took out of the list, and that stay out of it.
    package var left: Set<RoomName> = []

    /// What the person said at `/away`; `nil` while they are not.
    var away: String?
    /// Rooms that the person called unread, and have not come back to.
    var unread: [RoomName: UnreadMark] = [:]
    /// Rooms that the person was in when nothing was said there yet, and has read nothing of.
    var enteredEmpty: Set<RoomName> = []

    /// Commands of the person's own, by their names, and the lines that they stand for.
    package var aliases: [String: String] = [:]

    /// Makes preferences of which nothing is set.
    package init() {}

    /// What a room rings for.
    ///
    /// - Parameter usual: what rooms ring for that were not spoken of.
    /// - Returns: nothing for a muted one.
    package func notify(in room: RoomName, otherwise usual: Notify = .mentions) -> Notify {
        muted.contains(room) ? .none : notify[room] ?? usual
    }

    /// One line for each entry, sorted: what the driver keeps.
    package var lines: [String] {
        entries.map { String($0.map { $0.isNewline ? Self.lineBreak : $0 }) }
    }

    /// Stands for a line break inside an entry; what is typed never has one.
    private static let lineBreak: Character = "\u{2028}"

    private var entries: [String] { wishes + places }

    private var wishes: [String] {
        let rooms = muted.map { "mute \($0)" }.sorted() + left.map { "left \($0)" }.sorted()
        return rooms
            + notify.map { "notify \($0.key) \($0.value.rawValue)" }.sorted()
            + ignored.map { "ignore \($0)" }.sorted() + highlights.map { "highlight \($0)" }
            + (isWelcomed ? ["welcome read"] : []) + order.map { "order \($0)" }
            + aliases.map { "alias \($0.key) \($0.value)" }.sorted()
            + pins.flatMap { room, pins in pins.map { "pin \(room) \($0.text)" } }.sorted()
    }

    /// Where the person was, rather than what they want.
    private var places: [String] {
        let marks = unread.map { "unread \($0.key) \($0.value.text)" }.sorted()
        return marks + enteredEmpty.map { "empty \($0)" }.sorted()
            + (away.map { [$0.isEmpty ? "away now" : "away now \($0)"] } ?? [])
    }

    /// Reads what was kept.
    ///
    /// - Parameter lines: as ``lines`` gives them; a line that is none of these is left out.
    package init(lines: some Sequence<some StringProtocol>) {
        for line in lines {
            let line = String(line.map { $0 == Self.lineBreak ? "\n" : $0 })
            let words = line.split(separator: " ", maxSplits: 2).map { String($0) }
            guard words.count >= 2 else { continue }
            // A name that is none is left out like any other damage.
            switch words[0] {
            case "mute": (try? RoomName(words[1])).map { _ = muted.insert($0) }
            case "left": (try? RoomName(words[1])).map { _ = left.insert($0) }
            case "ignore": (try? MemberName(words[1])).map { _ = ignored.insert($0) }
            case "welcome": isWelcomed = true
            case "order": (try? RoomName(words[1])).map { order.append($0) }
            case "pin":
                guard let room = try? RoomName(words[1]),
                    let pin = words.dropFirst(2).first.flatMap({ Pin(text: $0) })
                else { continue }
                pins[room, default: []].append(pin)
            case "unread":
                guard let room = try? RoomName(words[1]), unread.count < Limits.streamRooms,
                    let mark = words.dropFirst(2).first.flatMap({ UnreadMark($0) })
                else { continue }
                unread[room] = mark
            case "empty":
                guard let room = try? RoomName(words[1]), enteredEmpty.count < Limits.streamRooms
                else { continue }
                enteredEmpty.insert(room)
            case "away": away = String((words.dropFirst(2).first ?? "").prefix(Query.limit))
            case "alias":
                guard words.count == 3, aliases.count < Self.limit, Self.isAlias(words[1]) else {
                    continue
                }
                aliases[words[1]] = words[2]
            case "highlight": highlights.append(String(line.dropFirst("highlight ".count)))
            case "notify":
                guard let room = try? RoomName(words[1]),
                    let value = words.dropFirst(2).first.flatMap({ Notify(rawValue: $0) })
                else { continue }
                notify[room] = value
            default: continue
            }
        }
        highlights = Array(highlights.prefix(Self.limit))
    }
}
