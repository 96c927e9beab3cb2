import ChatProtocol

/// The list of rooms at the left; where there are several servers, each stands over its rooms.
enum RoomList {
    /// What a row is for.
    enum Entry: Hashable {
        /// A server, over its rooms.
        case server(Int)
        /// A room, with its number counted through all servers.
        case room(Workspace.Seat, number: Int)
    }

    /// The rows.
    ///
    /// - Returns: at most that many lines, each of exactly that width.
    static func rows(of workspace: Workspace, width: Int, height: Int) -> [Line] {
        window(of: workspace, height: height).map { row in
            switch row {
            case .entry(.server(let server)):
                heading(workspace.models[server], server == workspace.front, width: width)
            case .entry(.room(let seat, let number)):
                self.row(of: seat, number: number, in: workspace, width: width)
            case .hidden(let hidden): self.row(of: hidden, in: workspace, width: width)
            }
        }
    }

    /// What stands in a row that shows.
    enum Row: Hashable {
        case entry(Entry)
        case hidden(Hidden)
    }

    /// What waits in the rooms that do not fit, above those that show or below them.
    struct Hidden: Hashable {
        var isAbove: Bool
        /// The first that calls, else the first with something unread.
        var seat: Workspace.Seat
        /// How many wait.
        var count: Int
    }

    /// The rows that show: where rooms that wait have none, the first or the last says so.
    ///
    /// - Returns: at most as many.
    static func window(of workspace: Workspace, height: Int) -> [Row] {
        let entries = entries(of: workspace)
        let first = first(in: entries, of: workspace, height: height)
        var rows = entries.dropFirst(first).prefix(height).map { Row.entry($0) }
        guard rows.count > 2, entries.count > height else { return rows }
        // The row that makes room for such a word is hidden by it, and may call as well.
        if hidden(entries[..<first], isAbove: true, in: workspace) != nil,
            let above = hidden(entries[...first], isAbove: true, in: workspace)
        {
            rows[0] = .hidden(above)
        }
        let last = first + rows.count - 1
        if hidden(entries[(last + 1)...], isAbove: false, in: workspace) != nil,
            let below = hidden(entries[last...], isAbove: false, in: workspace)
        {
            rows[rows.count - 1] = .hidden(below)
        }
        return rows
    }

    private static func hidden(
        _ entries: ArraySlice<Entry>,
        isAbove: Bool,
        in workspace: Workspace
    ) -> Hidden? {
        let seats = entries.compactMap { entry -> Workspace.Seat? in
            guard case .room(let seat, _) = entry else { return nil }
            let model = workspace.models[seat.server]
            return model.isWaiting(model.rooms[seat.room]) ? seat : nil
        }
        let calling = seats.first { workspace.models[$0.server].rooms[$0.room].mentions > 0 }
        guard let seat = calling ?? seats.first else { return nil }
        return Hidden(isAbove: isAbove, seat: seat, count: seats.count)
    }

    private static func row(of hidden: Hidden, in workspace: Workspace, width: Int) -> Line {
        let room = workspace.models[hidden.seat.server].rooms[hidden.seat.room]
        let more = hidden.count > 1 ? " +\(hidden.count - 1)" : ""
        let count = Line(" \(shortCount(of: room))\(more)", .bold)
        var line = Line("\(hidden.isAbove ? Glyph.up : Glyph.down) \(room.name)", .bold)
        line.shorten(to: max(0, width - count.width), mark: Glyph.more)
        line.pad(to: max(0, width - count.width), .bold)
        line.append(count)
        line.truncate(to: width)
        return line
    }

    /// What a server's rooms need so that no name is cut.
    ///
    /// - Parameter keepsRoom: whether a room without a count has the columns of one.
    /// - Returns: columns, more than there may be.
    static func wantedWidth(for model: Model, keepsRoom: Bool = false) -> Int {
        let rooms = model.rooms.enumerated().map { number, room in
            let isCounted = model.isWaiting(room) && (number != model.front || room.isKeptUnread)
            let end = isCounted ? shortCount(of: room) : sign(of: room)
            let shown = end.isEmpty ? 0 : 1 + end.utf8.count
            let count = keepsRoom ? Self.countWidth : shown
            return 2 + "\(number + 1)".utf8.count + room.name.description.utf8.count + count
        }
        let servers = model.servers.count > 1 ? model.servers : []
        return (rooms + servers.map { CellWidth.of(SafeText($0).singleLine) }).max() ?? 0
    }

    /// Columns of the longest count, and of the space before it.
    private static let countWidth = " 999+".count

    /// Says of a room that it is not there for the person; empty of all others.
    private static func sign(of room: Room) -> String {
        room.isLost && !room.isBeingMade ? "!" : ""
    }

    /// Where there is little room, being called counts more than how much was said.
    private static func shortCount(of room: Room) -> String {
        room.mentions > 0 ? "@\(min(room.mentions, 99))" : room.unreadText
    }

    /// All rows of the list.
    ///
    /// - Returns: in order; without headings where there is one server.
    static func entries(of workspace: Workspace) -> [Entry] {
        var entries: [Entry] = []
        var number = 0
        for server in workspace.models.indices {
            if workspace.hasSeveral { entries.append(.server(server)) }
            for room in workspace.models[server].roomOrder {
                number += 1
                entries.append(.room(Workspace.Seat(server: server, room: room), number: number))
            }
        }
        return entries
    }

    /// Which row stands at the top: the room in front is always among those that show.
    ///
    /// - Returns: an index of the rows.
    static func first(in entries: [Entry], of workspace: Workspace, height: Int) -> Int {
        let seat = Workspace.Seat(server: workspace.front, room: workspace.model.front)
        let front = entries.firstIndex { entry in
            if case .room(seat, _) = entry { true } else { false }
        }
        let usual = first(at: front ?? 0, of: entries.count, height: height)
        let moved = usual + workspace.model.reading.listOffset
        return max(0, min(moved, entries.count - height))
    }

    /// Which row stands at the top.
    ///
    /// - Parameters:
    ///   - front: the row that is to show.
    ///   - count: how many rows there are.
    /// - Returns: an index of the rows.
    static func first(at front: Int, of count: Int, height: Int) -> Int {
        max(0, min(front - height / 2, count - height))
    }

    /// A server's name, and how it is where not all is well.
    private static func heading(_ model: Model, _ isFront: Bool, width: Int) -> Line {
        let style = Style(bold: isFront, dim: !isFront)
        var line = Line(SafeText(model.serverName).singleLine, style)
        var state = Line()
        if let word = model.stateWord {
            state = Line(" \(word)", style)
            // Where there is little room, a sign must do; the status line has the words.
            if line.width + state.width > width { state = Line("!", style) }
        }
        line.shorten(to: max(0, width - state.width), mark: Glyph.more)
        line.pad(to: max(0, width - state.width), style)
        line.append(state)
        line.truncate(to: width)
        return line
    }

    private static func row(
        of seat: Workspace.Seat,
        number: Int,
        in workspace: Workspace,
        width: Int
    ) -> Line {
        // A model has many parts: it is looked at where it is, and not copied for each row.
        let room = workspace.models[seat.server].rooms[seat.room]
        let isFront =
            seat.server == workspace.front && seat.room == workspace.models[seat.server].front
        let isWaiting = workspace.models[seat.server].isWaiting(room)
        let isUnread = isWaiting && (!isFront || room.isKeptUnread)
        let style = Style(bold: isFront || isUnread, reverse: isFront)
        let text = width < 20 ? shortCount(of: room) : room.unreadText
        let end = isUnread ? text : sign(of: room)
        let count = Line(end.isEmpty ? "" : " \(end)", style)
        // Marked by more than the look: a sign, also on paper.
        var line = Line(isFront ? "\(Glyph.prompt)" : " ", style)
        line.append("\(number) ", Style(bold: style.bold, dim: !isFront, reverse: isFront))
        line.append(room.name.description, style)
        line.shorten(to: max(0, width - count.width), mark: Glyph.more)
        line.pad(to: max(0, width - count.width), style)
        line.append(count)
        line.truncate(to: width)
        return line
    }
}
