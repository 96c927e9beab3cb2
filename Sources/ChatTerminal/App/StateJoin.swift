import ChatProtocol
import ChatTUI

/// How what two clients of one person keep is joined: the changes of one are made in what the other
/// left there.
enum StateJoin {
    /// Joins lists of rooms.
    ///
    /// - Parameters:
    ///   - mine: those that this client is in, in order.
    ///   - before: as it wrote them last.
    ///   - there: as they lie there.
    /// - Returns: one's own first, then those that only the other client joined.
    static func rooms(_ mine: [RoomName], _ before: [RoomName], _ there: [RoomName]) -> [RoomName] {
        let known = Set(mine + before)
        return mine + there.filter { !known.contains($0) }
    }

    /// Joins what there is one of for each room.
    ///
    /// - Parameters:
    ///   - mine: this client's.
    ///   - before: as it wrote them last.
    ///   - there: as they lie there.
    /// - Returns: one's own where it changed, else what lies there.
    static func drafts(
        _ mine: [RoomName: String],
        _ before: [RoomName: String],
        _ there: [RoomName: String]
    ) -> [RoomName: String] {
        var joined = there
        for room in Set(mine.keys).union(before.keys) where mine[room] != before[room] {
            joined[room] = mine[room]
        }
        return joined
    }

    /// Joins what was sent.
    ///
    /// - Parameters:
    ///   - mine: this client's, the newest last.
    ///   - before: as it wrote them last.
    ///   - there: as they lie there.
    /// - Returns: what lies there, and behind it what this client sent since.
    static func histories(
        _ mine: [RoomName: [String]],
        _ before: [RoomName: [String]],
        _ there: [RoomName: [String]]
    ) -> [RoomName: [String]] {
        var joined = there
        for (room, lines) in mine where lines != before[room] {
            let all = joined[room, default: []] + news(in: lines, since: before[room] ?? [])
            joined[room] = all.suffix(LineHistory.limit)
        }
        return joined
    }

    /// Joins lines of which each stands for itself, but for those of an order, which are one whole.
    ///
    /// - Parameters:
    ///   - mine: this client's.
    ///   - before: as it wrote them last.
    ///   - there: as they lie there.
    /// - Returns: what lies there, with what this client changed as this client has it.
    static func preferences(_ mine: [String], _ before: [String], _ there: [String]) -> [String] {
        let changed = Set(Set(mine).symmetricDifference(before).map(subject))
        let kept = there.filter { !isOrder($0) && !changed.contains(subject(of: $0)) }
        let new = mine.filter { !isOrder($0) && changed.contains(subject(of: $0)) }
        let order = mine.filter(isOrder)
        return kept + new + (order == before.filter(isOrder) ? there.filter(isOrder) : order)
    }

    /// What a line is about: there is one line for each.
    private static func subject(of line: String) -> String {
        guard ["alias ", "notify "].contains(where: line.hasPrefix) else { return line }
        return line.split(separator: " ", maxSplits: 2).prefix(2).joined(separator: " ")
    }

    private static func isOrder(_ line: String) -> Bool { line.hasPrefix("order ") }

    /// The newest lines push the oldest out, so the end of what was is the beginning of what is.
    private static func news(in lines: [String], since before: [String]) -> ArraySlice<String> {
        let most = min(lines.count, before.count)
        let same = (0...most).reversed().first { count in
            before.suffix(count).elementsEqual(lines.prefix(count))
        }
        return lines.dropFirst(same ?? 0)
    }
}
