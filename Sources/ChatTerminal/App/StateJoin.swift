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
    /// - Returns: one's own first, then those that only the other client joined.
    static func rooms(_ mine: [RoomName], _ before: [RoomName], _ there: [RoomName]) -> [RoomName] {
        let known = Set(mine + before)
        return mine + there.filter { !known.contains($0) }
    }

    /// Joins what is typed in each room.
    ///
    /// What another client has typed in the same room stays beside one's own, with an empty line
    /// between them: no word goes that nobody took away.
    ///
    /// - Parameter before: as it wrote them last.
    /// - Returns: what lies there, with one's own changes made in it.
    static func drafts(
        _ mine: [RoomName: String],
        _ before: [RoomName: String],
        _ there: [RoomName: String]
    ) -> [RoomName: String] {
        var joined = there
        for room in Set(mine.keys).union(before.keys) where mine[room] != before[room] {
            var parts = Parts(there[room])
            parts.replace(before[room], with: mine[room])
            joined[room] = parts.text
        }
        return joined
    }

    /// Joins what the drafts are for: there is one of it for each room.
    ///
    /// - Parameter before: as it wrote them last.
    /// - Returns: one's own where it changed, else what lies there; so where one has none any more,
    ///   and another client has put one there.
    static func purposes(
        _ mine: [RoomName: String],
        _ before: [RoomName: String],
        _ there: [RoomName: String]
    ) -> [RoomName: String] {
        var joined = there
        for room in Set(mine.keys).union(before.keys) where mine[room] != before[room] {
            guard mine[room] != nil || there[room] == before[room] else { continue }
            joined[room] = mine[room]
        }
        return joined
    }

    /// What several clients have typed in one room, with an empty line between two of them.
    private struct Parts {
        private static let separator = "\n\n"

        /// All of it; `nil` for nothing.
        private(set) var text: String?

        init(_ text: String?) {
            self.text = text
        }

        /// Puts a client's words in the place of those that it has put there last; they come first
        /// where there are none of it.
        mutating func replace(_ old: String?, with new: String?) {
            let all = text ?? ""
            let rest = old.flatMap { Self.around($0, in: all) }
            // What another client took over from here is as good.
            if let new, Self.around(new, in: rest.map(Self.joined) ?? all) != nil {
                text = rest.map(Self.joined) ?? all
                return
            }
            let parts = rest.map { [$0.front, new ?? "", $0.back] } ?? [new ?? "", all]
            let left = parts.filter { !$0.isEmpty }
            text = left.isEmpty ? nil : left.joined(separator: Self.separator)
        }

        private static func joined(_ rest: (front: String, back: String)) -> String {
            [rest.front, rest.back].filter { !$0.isEmpty }.joined(separator: separator)
        }

        /// What stands before and behind a part; `nil` where it is none.
        private static func around(
            _ part: String,
            in text: String
        ) -> (front: String, back: String)? {
            guard !part.isEmpty else { return nil }
            if text == part { return ("", "") }
            let (start, end) = (part + separator, separator + part)
            if text.hasPrefix(start) { return ("", String(text.dropFirst(start.count))) }
            if text.hasSuffix(end) { return (String(text.dropLast(end.count)), "") }
            guard let range = text.firstRange(of: separator + start) else { return nil }
            return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
        }
    }

    /// Joins what was sent.
    ///
    /// - Parameters:
    ///   - mine: this client's, the newest last.
    ///   - before: as it wrote them last.
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
    /// - Parameter before: as it wrote them last.
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
        if line.hasPrefix("away ") { return "away" }
        guard ["alias ", "notify ", "unread "].contains(where: line.hasPrefix) else { return line }
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
