extension ControlLines {
    /// What an event about the stream says.
    ///
    /// - Parameter namesRooms: whether an error says its room.
    static func of(_ event: ControlEvent, namesRooms: Bool) -> [String] {
        switch event {
        case .open(let rooms, let heartbeat):
            rooms.map { "\($0.room): \(extent(of: $0))" + (heartbeat.map(beat) ?? "") }
        case .live:
            ["live"]
        case .ping(let at, let cursor):
            ["\(at.timeText) ping \(cursor)"]
        case .gap(let gap):
            ["\(gap.room): events \(gap.from) to \(gap.to) \(reason(of: gap))"]
        case .lag(let room, let behind):
            ["\(room): \(behind) events behind"]
        case .error(let room, let problem):
            [line(of: problem, in: namesRooms ? room : nil)]
        case .bye(let bye):
            [line(of: bye)]
        }
    }

    private static func beat(each seconds: Int) -> String { ", heartbeat \(seconds) s" }

    private static func extent(of range: ControlEvent.RoomRange) -> String {
        range.newest == 0 ? "no events yet" : "events \(range.oldest) to \(range.newest)"
    }

    private static func reason(of gap: ControlEvent.Gap) -> String {
        switch gap.reason {
        case _ where gap.isOfOldEnd: "are missing: they were removed"
        case "other_log": "may be missing: the cursor is from another log"
        case "ahead": "may be missing: the cursor is past the end of this log"
        default: "may be missing: \(SafeText(gap.reason).singleLine)"
        }
    }

    private static func line(of problem: Problem, in room: RoomName?) -> String {
        let code = SafeText(problem.code).singleLine
        let place = room.map { "\($0): " } ?? ""
        return "error \(problem.status) \(code): \(place)\(SafeText(problem.detail).singleLine)"
    }

    private static func line(of bye: ControlEvent.Bye) -> String {
        let reason = SafeText(bye.reason).singleLine
        guard bye.reconnect else { return "bye: \(reason), ?since=\(bye.cursor) goes on from here" }
        let wait = bye.retryAfter.map { " in \($0) s" } ?? ""
        return "bye: \(reason), come back\(wait) with ?since=\(bye.cursor)"
    }
}
